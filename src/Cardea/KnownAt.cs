namespace Cardea;

/// <summary>
/// A moment at which something was known, by two clocks. The first only goes forward, but may stand still while a machine
/// sleeps. The second counts the sleep too, but can be set.
/// </summary>
/// <param name="Timestamp">The moment by the first (<see cref="TimeProvider.GetTimestamp"/>).</param>
/// <param name="Time">The moment by the second (<see cref="TimeProvider.GetUtcNow"/>).</param>
public readonly record struct KnownAt(long Timestamp, DateTimeOffset Time)
{
    /// <summary>This moment.</summary>
    public static KnownAt Now(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>How long ago it is, by whichever clock has gone on further.</summary>
    public TimeSpan Age(TimeProvider clock) =>
        TimeSpan.FromTicks(Math.Max(clock.GetElapsedTime(Timestamp).Ticks, (clock.GetUtcNow() - Time).Ticks));
}
