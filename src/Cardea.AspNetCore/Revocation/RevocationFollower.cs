using System.Threading.Channels;
using Cardea.Revocation;
using Cardea.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Revocation;

/// <summary>
/// Keeps the feed in step with the store: what other processes on it revoke is read every second, and at once where the
/// store gives hints.
/// </summary>
internal sealed partial class RevocationFollower(
    ISessionStore store,
    RevocationIndex index,
    RevocationFeed feed,
    CardeaOptions options,
    TimeProvider clock,
    ILogger<RevocationFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(1);

    // One wake-up is as good as many: what comes while it reads makes it read once more.
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private Reading? _last;

    /// <summary>
    /// How long ago the store was last read to the end; <see langword="null"/> before the first time. By whichever clock has
    /// gone on further: the one of a machine that was paused may have stood still.
    /// </summary>
    public TimeSpan? Age => Volatile.Read(ref _last) is { } last
        ? TimeSpan.FromTicks(Math.Max(clock.GetElapsedTime(last.Timestamp).Ticks, (clock.GetUtcNow() - last.Time).Ticks))
        : null;

    /// <summary>Reads again soon: there is a hint that it is worth while.</summary>
    public void Wake() => _wakeUps.Writer.TryWrite(true);

    /// <summary>Completes at once while what is known is fresh. Else the store is asked, by one for all who wait.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say, and what is known is too old.</exception>
    public ValueTask KeepFreshAsync() => IsFresh ? ValueTask.CompletedTask : new(RefreshAsync());

    /// <summary>Publishes what was revoked since the last time; everything, the first time.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public Task CatchUpAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Not cancelled by whoever happens to come first: others wait for it too.
            _reading = _reading.IsCompleted ? ReadAsync() : _reading;
            return _reading.WaitAsync(cancellationToken);
        }
    }

    private bool IsFresh => Age <= options.StalenessBound;

    // What was begun before this process was stopped comes too late, and has to be read once more.
    private async Task RefreshAsync()
    {
        do
        {
            await CatchUpAsync(CancellationToken.None);
        }
        while (!IsFresh);
    }

    private async Task ReadAsync()
    {
        var (timestamp, time) = (clock.GetTimestamp(), clock.GetUtcNow());
        var page = await store.ReadRevocationsAsync(_last?.Page.Cursor, CancellationToken.None);

        // While an older transaction is open, a page holds those of the page before once more.
        feed.Publish(_last is { Page.Revocations: { Count: > 0 } known } ? page with { Revocations = [.. page.Revocations.Except(known)] } : page);
        Volatile.Write(ref _last, new(page, timestamp, time));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var poll = clock.CreateTimer(_ => Wake(), state: null, Interval, Interval);
        await using var cleanUp = clock.CreateTimer(_ => index.RemoveExpired(), state: null, CleanUpInterval, CleanUpInterval);
        await foreach (var _ in _wakeUps.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                LogBehind(logger, exception, Age);
            }
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Revocations were last read {Age} ago: the store can't be asked")]
    private static partial void LogBehind(ILogger logger, Exception exception, TimeSpan? age);

    private sealed record Reading(RevocationPage Page, long Timestamp, DateTimeOffset Time);
}
