using System.Text.Json;
using Cardea.Statistics;

namespace Cardea.AspNetCore.Statistics;

/// <summary>The figures of a node in a minute, as they are stored.</summary>
/// <param name="Name">The name of the node's machine.</param>
/// <param name="StartedAt">When the program started.</param>
/// <param name="SeenAt">When the figures were written.</param>
/// <param name="IsUp">False if the program has stopped.</param>
/// <param name="Counts">What happened in the minute.</param>
internal sealed record NodeFigures(string Name, DateTimeOffset StartedAt, DateTimeOffset SeenAt, bool IsUp, NodeCounts Counts)
{
    /// <summary>How many seconds ago the node knew all revocations; null if it does not know any.</summary>
    public double? RevocationLag { get; init; }

    /// <summary>How many passwords wait for their hash.</summary>
    public int HashingQueue { get; init; }

    /// <summary>How many expired rows the last sweep of the node left.</summary>
    public long SweepBacklog { get; init; }

    /// <summary>The live sessions of the whole database; null if nobody had this node count them in the minute.</summary>
    public long? Sessions { get; init; }

    /// <summary>The resource APIs that follow the node.</summary>
    public IReadOnlyList<FollowingApi> ResourceApis { get; init; } = [];

    public static NodeFigures? Parse(StatisticsRow row) => JsonSerializer.Deserialize(row.Figures, CardeaJsonContext.Default.NodeFigures);

    public string ToJson() => JsonSerializer.Serialize(this, CardeaJsonContext.Default.NodeFigures);
}

/// <summary>A resource API that follows a node.</summary>
/// <param name="Name">The name of the API.</param>
/// <param name="Streams">Its open streams.</param>
/// <param name="KnownAt">The time up to which it knows all revocations; null if it knows none.</param>
internal sealed record FollowingApi(string Name, int Streams, DateTimeOffset? KnownAt);
