namespace Cardea.AspNetCore.Statistics;

/// <summary>The figures of all nodes.</summary>
/// <param name="At">The time of the figures.</param>
/// <param name="Users">The users; null if they can't be counted. At most a minute old.</param>
/// <param name="Sessions">The live sessions; null if they can't be counted. At most a minute old.</param>
/// <param name="Minutes">The last hour, the oldest minute first. The last minute is not over yet.</param>
/// <param name="Nodes">The nodes that are up.</param>
/// <param name="ResourceApis">The configured resource APIs.</param>
internal sealed record StatisticsResponse(
    DateTimeOffset At,
    long? Users,
    long? Sessions,
    IReadOnlyList<MinuteResponse> Minutes,
    IReadOnlyList<NodeResponse> Nodes,
    IReadOnlyList<ResourceApiResponse> ResourceApis);

/// <summary>What happened on all nodes in a minute.</summary>
/// <param name="At">The start of the minute.</param>
/// <param name="Sessions">The live sessions of the whole database; null if nobody had them counted in this minute.</param>
/// <param name="SignIns">Sessions that began.</param>
/// <param name="FailedSignIns">Wrong passwords and second factors.</param>
/// <param name="RefusedAttempts">Attempts that were refused without being looked at, because there were too many before.</param>
/// <param name="Refreshes">Refreshes by outcome.</param>
internal sealed record MinuteResponse(
    DateTimeOffset At, long? Sessions, long SignIns, long FailedSignIns, long RefusedAttempts, RefreshesResponse Refreshes)
{
    /// <summary>Sums up what the nodes have written.</summary>
    public static MinuteResponse Of(DateTimeOffset at, IReadOnlyCollection<NodeFigures> nodes)
    {
        var counts = nodes.Aggregate(new NodeCounts(), static (sum, node) => sum + node.Counts);
        return new(
            at,
            nodes.Max(static node => node.Sessions),
            counts.SignIns,
            counts.FailedSignIns,
            counts.RefusedAttempts,
            new(counts.Rotated, counts.Repeated, counts.Reissued, counts.Kept, counts.Healed, counts.Replayed, counts.RefusedRefreshes));
    }
}

/// <summary>Refreshes by outcome.</summary>
/// <param name="Rotated">The token was exchanged for its successor.</param>
/// <param name="Repeated">A repeated refresh got the same answer.</param>
/// <param name="Reissued">The answer was lost, and the client got a new one.</param>
/// <param name="Kept">The client got an access token, and nothing moved.</param>
/// <param name="Healed">The session was ahead of the database, and caught up.</param>
/// <param name="Replayed">A used token ended its session.</param>
/// <param name="Refused">The session is over, or there is none.</param>
internal sealed record RefreshesResponse(long Rotated, long Repeated, long Reissued, long Kept, long Healed, long Replayed, long Refused);

/// <summary>A node that is up. Its figures are of this node only.</summary>
/// <param name="Id">The id of the node, new with each start.</param>
/// <param name="Name">The name of its machine.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="SeenAt">When it wrote these figures.</param>
/// <param name="RevocationLag">How many seconds old its knowledge of revocations was; null if it had none.</param>
/// <param name="HashingQueue">How many passwords waited for their hash.</param>
/// <param name="SweepBacklog">How many expired rows its last sweep left.</param>
/// <param name="Minutes">The last three figures by minute, the oldest first. There are no minutes from before it started.</param>
internal sealed record NodeResponse(
    string Id,
    string Name,
    DateTimeOffset StartedAt,
    DateTimeOffset SeenAt,
    double? RevocationLag,
    int HashingQueue,
    long SweepBacklog,
    IReadOnlyList<NodeMinuteResponse> Minutes);

/// <summary>The figures of a node at the end of a minute, or now for the present minute.</summary>
internal sealed record NodeMinuteResponse(DateTimeOffset At, double? RevocationLag, int HashingQueue, long SweepBacklog)
{
    public static NodeMinuteResponse Of(DateTimeOffset at, NodeFigures figures) => new(at, figures.RevocationLag, figures.HashingQueue, figures.SweepBacklog);
}

/// <summary>A resource API.</summary>
/// <param name="Name">The name of the API.</param>
/// <param name="Streams">How many processes of it follow the revocations.</param>
/// <param name="Age">How many seconds old its knowledge of revocations is, as far as the nodes have sent it; null if it has none.</param>
internal sealed record ResourceApiResponse(string Name, int Streams, double? Age);
