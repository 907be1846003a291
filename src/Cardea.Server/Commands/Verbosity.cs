using System.CommandLine;

namespace Cardea.Server.Commands;

/// <summary>Whether whoever runs the program wants to see where something went wrong.</summary>
internal static class Verbosity
{
    private const string Level = "Logging__LogLevel__Default";

    public static Option<bool> Option { get; } = new("--verbose")
    {
        Description = "Shows the stack trace of what goes wrong.",
        Recursive = true,
    };

    /// <summary>It does with <c>--verbose</c>, and where all is logged at that level.</summary>
    public static bool IsAsked(ParseResult arguments) =>
        arguments.GetValue(Option)
        || Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable(Level), ignoreCase: true, out var level) && level <= LogLevel.Debug;
}
