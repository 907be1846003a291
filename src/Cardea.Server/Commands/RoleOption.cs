using System.CommandLine;
using Cardea.Accounts;

namespace Cardea.Server.Commands;

/// <summary>An option that takes roles and checks each of them.</summary>
internal static class RoleOption
{
    public static Option<string[]> Create(string name, string description)
    {
        Option<string[]> option = new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(static role => !Role.IsValid(role.Value)) is { } wrong)
            {
                result.AddError($"{name}: '{wrong.Value}' is no role. {Role.Rule}");
            }
            else if (!Role.AreValid(result.Tokens.Select(static role => role.Value)))
            {
                result.AddError($"{name}: these are too many roles. {Role.Rule}");
            }
        });
        return option;
    }
}
