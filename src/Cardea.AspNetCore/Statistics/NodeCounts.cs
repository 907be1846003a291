using Cardea.Statistics;

namespace Cardea.AspNetCore.Statistics;

/// <summary>What happened in a minute.</summary>
internal sealed record NodeCounts
{
    /// <summary>Sessions that began.</summary>
    public long SignIns { get; init; }

    /// <summary>Wrong passwords and second factors.</summary>
    public long FailedSignIns { get; init; }

    /// <summary>Attempts that were refused without being looked at, because there were too many before.</summary>
    public long RefusedAttempts { get; init; }

    /// <summary>Refresh tokens that were exchanged for their successors.</summary>
    public long Rotated { get; init; }

    /// <summary>Refreshes that were repeated, and got the same answer.</summary>
    public long Repeated { get; init; }

    /// <summary>Refreshes whose answer was lost, and that got a new one.</summary>
    public long Reissued { get; init; }

    /// <summary>Refreshes that moved nothing.</summary>
    public long Kept { get; init; }

    /// <summary>Sessions that were ahead of the database, and caught up.</summary>
    public long Healed { get; init; }

    /// <summary>Used refresh tokens that ended their session.</summary>
    public long Replayed { get; init; }

    /// <summary>Refresh tokens that were refused, because their session is over or there is none.</summary>
    public long RefusedRefreshes { get; init; }

    /// <summary>Takes what a node has counted.</summary>
    public static NodeCounts Take(Tally tally) => new()
    {
        SignIns = tally.Take(Counted.SignedIn),
        FailedSignIns = tally.Take(Counted.SignInFailed),
        RefusedAttempts = tally.Take(Counted.AttemptRefused),
        Rotated = tally.Take(Counted.Rotated),
        Repeated = tally.Take(Counted.Repeated),
        Reissued = tally.Take(Counted.Reissued),
        Kept = tally.Take(Counted.Kept),
        Healed = tally.Take(Counted.Healed),
        Replayed = tally.Take(Counted.Replayed),
        RefusedRefreshes = tally.Take(Counted.RefreshRefused),
    };

    public static NodeCounts operator +(NodeCounts one, NodeCounts other) => new()
    {
        SignIns = one.SignIns + other.SignIns,
        FailedSignIns = one.FailedSignIns + other.FailedSignIns,
        RefusedAttempts = one.RefusedAttempts + other.RefusedAttempts,
        Rotated = one.Rotated + other.Rotated,
        Repeated = one.Repeated + other.Repeated,
        Reissued = one.Reissued + other.Reissued,
        Kept = one.Kept + other.Kept,
        Healed = one.Healed + other.Healed,
        Replayed = one.Replayed + other.Replayed,
        RefusedRefreshes = one.RefusedRefreshes + other.RefusedRefreshes,
    };
}
