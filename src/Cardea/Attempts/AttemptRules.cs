namespace Cardea.Attempts;

/// <summary>How often credentials may be guessed: all nodes count together, and a restart forgets nothing.</summary>
public sealed class AttemptRules
{
    /// <summary>Wrong guesses at one account within <see cref="Window"/>, over every path that checks a credential. Default 10.</summary>
    public int PerAccount { get; set; } = 10;

    /// <summary>Wrong guesses from one client network (an IPv4 address, an IPv6 /64) within <see cref="Window"/>. Default 100.</summary>
    public int PerNetwork { get; set; } = 100;

    /// <summary>The time they are counted over, from the first of them. Default 15 minutes.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);
}
