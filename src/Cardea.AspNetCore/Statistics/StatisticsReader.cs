using Cardea.Statistics;

namespace Cardea.AspNetCore.Statistics;

/// <summary>Reads the figures of all nodes.</summary>
internal sealed class StatisticsReader(IStatisticsStore store, StoreCensus census, CardeaOptions options, TimeProvider clock)
{
    // A node that has missed two writes is not up.
    private static readonly TimeSpan LongestSilence = 3 * StatisticsWriter.Interval;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private const int Minutes = 60;

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
        var minutes = rows.ToLookup(static row => row.Minute, static row => row.Figures!);
        var nodes = rows
            .GroupBy(static row => row.Node)
            .Select(static node => (Id: node.Key, Figures: node.MaxBy(static row => row.Minute).Figures!, Minutes: node.Select(static row => NodeMinuteResponse.Of(row.Minute, row.Figures!))))
            .Where(node => node.Figures.IsUp && node.Figures.SeenAt > now - LongestSilence)
            .OrderBy(static node => node.Figures.StartedAt)
            .ToArray();
        var totals = await census.CountAsync(cancellationToken);
        return new(
            now,
            totals?.Users,
            totals?.Sessions,
            [
                .. Enumerable.Range(0, Minutes)
                    .Select(minute => first + (minute * Minute))
                    .Select(minute => MinuteResponse.Of(minute, [.. minutes[minute]])),
            ],
            [.. nodes.Select(static node => Describe(node.Id, node.Figures, [.. node.Minutes]))],
            [.. options.ResourceApis.Select(api => Describe(api.Name, [.. nodes.SelectMany(static node => node.Figures.ResourceApis)], now))]);
    }

    private static NodeResponse Describe(Guid id, NodeFigures figures, IReadOnlyList<NodeMinuteResponse> minutes) => new(
        id.ToString(), figures.Name, figures.StartedAt, figures.SeenAt, figures.RevocationLag, figures.HashingQueue, figures.SweepBacklog, minutes);

    private static ResourceApiResponse Describe(string name, IReadOnlyList<FollowingApi> following, DateTimeOffset now)
    {
        var streams = following.Where(api => api.Name == name).ToArray();
        return new(name, streams.Sum(static api => api.Streams), (now - streams.Max(static api => api.KnownAt))?.TotalSeconds);
    }
}
