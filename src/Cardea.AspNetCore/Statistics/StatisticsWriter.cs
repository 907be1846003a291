using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.ResourceApis;
using Cardea.AspNetCore.Sweeping;
using Cardea.Revocation;
using Cardea.Statistics;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Statistics;

/// <summary>Writes the figures of this node: every ten seconds one statement, whatever the node has to do.</summary>
internal sealed class StatisticsWriter(
    IStatisticsStore store,
    StoreCensus census,
    Tally tally,
    StoreFeedReader feed,
    HashingQueue hashing,
    SweepWitness sweeps,
    ResourceApiReaders readers,
    TimeProvider clock,
    ILogger<StatisticsWriter> logger)
    : RepeatingService(clock, logger)
{
    /// <summary>The time between two writes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private readonly Guid _node = Guid.CreateVersion7(clock.GetUtcNow());
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    // The minutes that are not written yet, and the present one.
    private readonly SortedDictionary<DateTimeOffset, NodeFigures> _minutes = [];

    protected override TimeSpan Pause() => _minutes.Count == 0 ? First : Interval;

    protected override Task StepAsync(CancellationToken stoppingToken) => WriteAsync(isUp: true, stoppingToken);

    protected override Task FinishAsync(CancellationToken cancellationToken) => WriteAsync(isUp: false, cancellationToken);

    // The figures are written with the next step. Other services warn that the store can't be asked.
    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is not StoreUnavailableException)
        {
            base.Report(failure, pause);
        }
    }

    private async Task WriteAsync(bool isUp, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var present = StatisticsRow.MinuteOf(now);
        var counts = NodeCounts.Take(tally);
        _minutes[present] = Describe(now, isUp, _minutes.TryGetValue(present, out var earlier) ? earlier.Counts + counts : counts);
        Forget(minute => minute < now - StatisticsRow.Kept);
        await store.WriteAsync([.. _minutes.Select(minute => new StatisticsRow(_node, minute.Key, minute.Value.ToJson()))], cancellationToken);
        Forget(minute => minute < present);
    }

    private NodeFigures Describe(DateTimeOffset now, bool isUp, NodeCounts counts) => new(Environment.MachineName, _startedAt, now, isUp, counts)
    {
        RevocationLag = feed.Age?.TotalSeconds,
        HashingQueue = hashing.Waiting,
        SweepBacklog = sweeps.Backlog,
        Sessions = census.Of(StatisticsRow.MinuteOf(now))?.Sessions,
        ResourceApis = [.. readers.All.Select(static api => new FollowingApi(api.Name, api.Streams, api.KnownAt))],
    };

    private void Forget(Predicate<DateTimeOffset> isPast)
    {
        foreach (var minute in _minutes.Keys.Where(minute => isPast(minute)).ToArray())
        {
            _minutes.Remove(minute);
        }
    }
}
