using Cardea.Statistics;

namespace Cardea.AspNetCore.Statistics;

/// <summary>Reads the figures of all nodes.</summary>
internal sealed class StatisticsReader(IStatisticsStore store, CardeaOptions options, TimeProvider clock) : IDisposable
{
    // A node that has missed two writes is not up.
    private static readonly TimeSpan LongestSilence = 3 * StatisticsWriter.Interval;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private const int Minutes = 60;

    private readonly SemaphoreSlim _counting = new(1);
    private StoreTotals? _totals;
    private DateTimeOffset? _countedAt;

    /// <summary>Reads the figures.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public async Task<StatisticsResponse> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var present = StatisticsRow.MinuteOf(now);
        var first = present - ((Minutes - 1) * Minute);
        var rows = (await store.ReadAsync(first, cancellationToken))
            .Select(static row => (row.Node, row.Minute, Figures: NodeFigures.Parse(row)))
            .Where(static row => row.Figures is not null)
            .ToArray();
        var counts = rows.ToLookup(static row => row.Minute, static row => row.Figures!.Counts);
        var nodes = rows
            .GroupBy(static row => row.Node)
            .Select(static node => (Id: node.Key, Figures: node.MaxBy(static row => row.Minute).Figures!))
            .Where(node => node.Figures.IsUp && node.Figures.SeenAt > now - LongestSilence)
            .OrderBy(static node => node.Figures.StartedAt)
            .ToArray();
        var totals = await CountAsync(now, cancellationToken);
        return new(
            now,
            totals?.Users,
            totals?.Sessions,
            [
                .. Enumerable.Range(0, Minutes)
                    .Select(minute => first + (minute * Minute))
                    .Select(minute => MinuteResponse.Of(minute, counts[minute].Aggregate(new NodeCounts(), static (sum, one) => sum + one))),
            ],
            [.. nodes.Select(static node => Describe(node.Id, node.Figures))],
            [.. options.ResourceApis.Select(api => Describe(api.Name, [.. nodes.SelectMany(static node => node.Figures.ResourceApis)], now))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _counting.Dispose();

    private static NodeResponse Describe(Guid id, NodeFigures figures) => new(
        id.ToString(), figures.Name, figures.StartedAt, figures.SeenAt, figures.RevocationLag, figures.HashingQueue, figures.SweepBacklog);

    private static ResourceApiResponse Describe(string name, IReadOnlyList<FollowingApi> following, DateTimeOffset now)
    {
        var streams = following.Where(api => api.Name == name).ToArray();
        return new(name, streams.Sum(static api => api.Streams), (now - streams.Max(static api => api.KnownAt))?.TotalSeconds);
    }

    // Many may ask at once: one of them counts, once a minute.
    private async Task<StoreTotals?> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            if (_countedAt is { } countedAt && now - countedAt < Minute)
            {
                return _totals;
            }

            _countedAt = now;
            _totals = null;
            return _totals = await store.CountAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // So many that the count took too long: the other figures are still worth an answer.
            return null;
        }
        finally
        {
            _counting.Release();
        }
    }
}
