namespace Cardea.Validation.Revocation;

/// <summary>
/// That everything revoked up to a moment is known here. The moment is kept by two clocks: one only goes forward, the other
/// also counts what the machine slept through, and can be set.
/// </summary>
/// <param name="Timestamp">The moment by the first.</param>
/// <param name="Time">The moment by the second.</param>
/// <param name="Behind">How old the issuer's own knowledge was then.</param>
internal sealed record Knowledge(long Timestamp, DateTimeOffset Time, TimeSpan Behind)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>What would be known if somebody who knew everything told it now.</summary>
    public static Knowledge Now(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow(), TimeSpan.Zero);

    /// <summary>How old it is, by whichever clock went further.</summary>
    public TimeSpan Age(TimeProvider clock)
    {
        var (steady, day) = Elapsed(clock);
        return steady - day > Tolerance ? TimeSpan.MaxValue : Behind + (steady > day ? steady : day);
    }

    /// <summary>
    /// Whether the time of day was set back since: revocations may have been forgotten whose tokens are good again.
    /// </summary>
    public bool ClockWasSetBack(TimeProvider clock)
    {
        var (steady, day) = Elapsed(clock);
        return steady - day > Tolerance;
    }

    private (TimeSpan Steady, TimeSpan Day) Elapsed(TimeProvider clock) =>
        (clock.GetElapsedTime(Timestamp), clock.GetUtcNow() - Time);
}
