using System.CommandLine;

namespace Cardea.Server.Commands;

/// <summary>Lets an operator take the last enabled administrator away.</summary>
internal static class ForceOption
{
    public static Option<bool> Create() => new("--force") { Description = "Does it even to the last enabled administrator." };

    public static SetupException Refusal(string email) =>
        new($"'{email}' is the last enabled administrator: give the role admin to another user first, or say --force.");
}
