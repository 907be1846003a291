namespace Cardea.Validation;

/// <summary>An app that can't start as it is set up says why in one line a finding and ends, as the server does.</summary>
internal static class SetupFailures
{
    private const int ExitCode = 1;

    private static int _areTold;

    /// <summary>From now on a <see cref="SetupException"/> that nobody handles ends the process without a stack trace.</summary>
    public static void Tell()
    {
        if (Interlocked.Exchange(ref _areTold, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += static (_, unhandled) => End(unhandled.ExceptionObject);
        }
    }

    private static void End(object exception)
    {
        if (exception is SetupException setup)
        {
            foreach (var finding in setup.Findings)
            {
                Console.Error.WriteLine($"cardea: {finding}");
            }

            Environment.Exit(ExitCode);
        }
    }
}
