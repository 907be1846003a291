using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Cardea.Server.Commands;

/// <summary>What can't be done as it is set up is told in one line a finding, not in a stack trace.</summary>
internal static class Failure
{
    private const int ExitCode = 1;

    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (Findings(exception) is { } findings)
        {
            foreach (var finding in findings)
            {
                await Console.Error.WriteLineAsync($"cardea: {finding}");
            }

            return ExitCode;
        }
    }

    private static IEnumerable<string>? Findings(Exception exception) => exception switch
    {
        SetupException or StoreUnavailableException => [exception.Message],
        OptionsValidationException invalid => invalid.Failures,
        InvalidOperationException { InnerException: FormatException or OverflowException } invalid => [invalid.Message],
        IOException { InnerException: AddressInUseException } busy => [$"{busy.Message.TrimEnd('.')}: stop the program that has it, or choose another with --urls."],
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } refused =>
            [$"The address can't be listened on ({refused.Message}): choose another with --urls."],
        _ => null,
    };
}
