using Cardea.Revocation;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Revocation;

/// <summary>Listens for the store's hints, and starts again after a failure. Meanwhile the poller reads the feed every second.</summary>
internal sealed partial class StoreFeedListener(
    StoreFeedPoller poller, TimeProvider clock, ILogger<StoreFeedListener> logger, IRevocationHints? hints = null)
    : RepeatingService(clock, logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private TimeSpan _pause = TimeSpan.Zero;
    private string? _trouble;

    // Does nothing if the store gives no hints.
    protected override TimeSpan Pause() => hints is null ? Timeout.InfiniteTimeSpan : _pause;

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        _pause = _pause == TimeSpan.Zero ? ShortestPause : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
        await hints!.ListenAsync(Begin, poller.Wake, stoppingToken);
    }

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is not StoreUnavailableException)
        {
            base.Report(failure, pause);
        }
        else if (failure.Message != _trouble)
        {
            // The same failure is logged once, not every few seconds.
            _trouble = failure.Message;
            LogDeaf(Logger, failure.Message);
        }
    }

    private void Begin()
    {
        _trouble = null;
        _pause = ShortestPause;
        poller.Wake();
        LogListening(Logger);
    }

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "Revocations of other nodes arrive at once")]
    private static partial void LogListening(ILogger logger);

    [LoggerMessage(EventId = 303, Level = LogLevel.Warning, Message = "Revocations of other nodes are known within a second, not at once: {Reason}")]
    private static partial void LogDeaf(ILogger logger, string reason);
}
