using System.CommandLine;

namespace Cardea.Server.Commands;

/// <summary>Decides if the program prints the stack trace of a failure.</summary>
internal static class Verbosity
{
    private const string Level = "Logging__LogLevel__Default";

    public static Option<bool> Option { get; } = new("--verbose")
    {
        Description = "Shows the stack trace of a failure.",
        Recursive = true,
    };

    /// <summary>True with <c>--verbose</c>, and if the environment sets that log level for everything.</summary>
    public static bool IsAsked(ParseResult arguments) =>
        arguments.GetValue(Option)
        || Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable(Level), ignoreCase: true, out var level) && level <= LogLevel.Debug;
}
