using Cardea.Revocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Revocation;

/// <summary>Listens for the store's hints, and again whenever that fails; meanwhile the follower's poll does the work.</summary>
internal sealed partial class RevocationListener(
    RevocationFollower follower,
    TimeProvider clock,
    ILogger<RevocationListener> logger,
    IRevocationHints? hints = null) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? trouble = null;
        var pause = ShortestPause;
        while (hints is not null)
        {
            try
            {
                await hints.ListenAsync(Begin, follower.Wake, stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                // The same trouble is told once, not every second.
                if (exception.Message != trouble)
                {
                    LogDeaf(logger, exception.Message);
                }

                trouble = exception.Message;
            }

            await Task.Delay(pause, clock, stoppingToken);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
        }

        void Begin()
        {
            trouble = null;
            pause = ShortestPause;
            follower.Wake();
            LogListening(logger);
        }
    }

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "Revocations of other nodes arrive at once")]
    private static partial void LogListening(ILogger logger);

    [LoggerMessage(EventId = 303, Level = LogLevel.Warning, Message = "Revocations of other nodes are known within a second, not at once: {Reason}")]
    private static partial void LogDeaf(ILogger logger, string reason);
}
