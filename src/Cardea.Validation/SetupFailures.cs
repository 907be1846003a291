namespace Cardea.Validation;

/// <summary>Ends an app with wrong settings as the server ends: one line for each finding, and no stack trace.</summary>
internal static class SetupFailures
{
    private const int ExitCode = 1;

    private static int _areTold;

    /// <summary>From now on, an unhandled <see cref="SetupException"/> ends the process without a stack trace.</summary>
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
