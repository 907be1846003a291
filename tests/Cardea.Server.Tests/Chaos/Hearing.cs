namespace Cardea.Server.Tests.Chaos;

/// <summary>How soon a node or an API must have heard of what another node has answered with.</summary>
/// <param name="Calm">How soon while the database can be asked.</param>
/// <param name="Outages">When it can't.</param>
internal sealed record Hearing(TimeSpan Calm, Outages Outages)
{
    /// <summary>
    /// How soon at the latest: their bound of staleness in this run, the smallest there is. Who can't ask a database that is down
    /// may be behind for as long, and no longer.
    /// </summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    /// <summary>Later than a moment by a little, so that an answer counts.</summary>
    public static readonly TimeSpan Little = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether all must have heard of something, at another moment.</summary>
    public bool IsDue(TimeSpan since, TimeSpan moment) =>
        moment > since + Bound || (moment > since + Calm && !Outages.Touch(since, moment));
}
