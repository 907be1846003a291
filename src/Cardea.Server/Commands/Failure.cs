using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Cardea.Server.Commands;

/// <summary>Reports a failure, one line for each finding. <c>--verbose</c> adds the stack trace.</summary>
internal static class Failure
{
    private const int ExitCode = 1;

    public static async Task<int> GuardAsync(Func<Task<int>> run, bool isVerbose)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            foreach (var finding in Findings(exception))
            {
                await Console.Error.WriteLineAsync($"cardea: {finding}");
            }

            if (isVerbose)
            {
                await Console.Error.WriteLineAsync(Trace(exception));
            }

            return ExitCode;
        }
    }

    private static IEnumerable<string> Findings(Exception exception) => exception switch
    {
        SetupException setup => setup.Findings,
        StoreUnavailableException => [exception.Message],
        OperationCanceledException => ["The command was stopped before it was done."],
        IOException { InnerException: AddressInUseException } busy => [$"{busy.Message.TrimEnd('.')}: stop the program that has it, or choose another with --urls."],
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } refused =>
            [$"The address can't be listened on ({refused.Message}): choose another with --urls."],
        InvalidOperationException when exception.Message.Contains("HTTPS endpoint", StringComparison.Ordinal) =>
            ["An address with https needs a certificate: set Kestrel__Certificates__Default__Path (and __Password or __KeyPath), or listen on http behind a proxy that has one."],
        _ => [$"{Chain(exception)} (--verbose shows where)"],
    };

    // All messages in one line, each once. The outer message says what was done, the inner ones why it failed.
    private static string Chain(Exception exception)
    {
        var messages = new List<string>();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            messages.Add(cause.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.'));
        }

        return $"{string.Join(": ", messages.Distinct(StringComparer.Ordinal))}.";
    }

    private static string Trace(Exception exception) =>
        $"{exception.GetType()}\n{exception.StackTrace}{(exception.InnerException is { } inner ? $"\n--- {Trace(inner)}" : "")}";
}
