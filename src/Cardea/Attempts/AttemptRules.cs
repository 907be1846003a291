namespace Cardea.Attempts;

/// <summary>The limits on guesses. All nodes count together, and a restart keeps the counts.</summary>
public sealed class AttemptRules
{
    /// <summary>Wrong guesses at one account within <see cref="Window"/>, on all paths that check a credential. Default 10.</summary>
    public int PerAccount { get; set; } = 10;

    /// <summary>Wrong guesses from one client network (an IPv4 address, an IPv6 /64) within <see cref="Window"/>. Default 100.</summary>
    public int PerNetwork { get; set; } = 100;

    /// <summary>The time over which guesses are counted, from the first of them. Default 15 minutes.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);
}
