namespace Cardea.Attempts;

/// <summary>The limits on what anybody can call. All nodes count together, and a restart keeps the counts.</summary>
public sealed class AttemptRules
{
    /// <summary>
    /// Wrong guesses in a row that strangers may make at one account without a pause. After them, strangers may make one an hour, and 50
    /// in a row at most. A known device may make as many within <see cref="Window"/>. Default 10; 3 to 50.
    /// </summary>
    public int PerAccount { get; set; } = 10;

    /// <summary>
    /// Wrong guesses from one client network (an IPv4 address, an IPv6 /64) within <see cref="Window"/>, and as many wrong codes. Ten
    /// times as many sign-ins succeed. Default 100.
    /// </summary>
    public int PerNetwork { get; set; } = 100;

    /// <summary>The time over which attempts are counted, from the first of them. Default 15 minutes.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Sign-ins to one account in an hour. Default 120.</summary>
    public int SignIns { get; set; } = 120;

    /// <summary>
    /// Registrations in an hour from one IPv4 address or IPv6 /64. A /56 has four times as many, a /48 sixteen times. Default 100.
    /// </summary>
    public int Registrations { get; set; } = 100;
}
