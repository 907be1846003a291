namespace Cardea.Statistics;

/// <summary>What a node counts for the statistics.</summary>
internal enum Counted
{
    /// <summary>A session began.</summary>
    SignedIn,

    /// <summary>A password or a second factor was wrong.</summary>
    SignInFailed,

    /// <summary>An attempt was refused without being looked at, because there were too many before.</summary>
    AttemptRefused,

    /// <summary>A refresh token was exchanged for its successor.</summary>
    Rotated,

    /// <summary>A refresh was repeated, and got the same answer.</summary>
    Repeated,

    /// <summary>A refresh token whose answer was lost got a new answer.</summary>
    Reissued,

    /// <summary>A refresh gave an access token and moved nothing.</summary>
    Kept,

    /// <summary>A session was ahead of the database, and caught up.</summary>
    Healed,

    /// <summary>A used refresh token ended its session.</summary>
    Replayed,

    /// <summary>A refresh token was refused: its session is over, or there is none.</summary>
    RefreshRefused,
}
