namespace Cardea;

/// <summary>
/// The moment at which something was known, by two clocks. The first clock only goes forward, but may stop while the machine
/// sleeps. The second clock includes the sleep, but people can set it.
/// </summary>
/// <param name="Timestamp">The moment by the first clock (<see cref="TimeProvider.GetTimestamp"/>).</param>
/// <param name="Time">The moment by the second clock (<see cref="TimeProvider.GetUtcNow"/>).</param>
internal readonly record struct KnownAt(long Timestamp, DateTimeOffset Time)
{
    /// <summary>This moment.</summary>
    public static KnownAt Now(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>How long ago the moment was, by the clock that has moved further.</summary>
    public TimeSpan Age(TimeProvider clock) =>
        TimeSpan.FromTicks(Math.Max(clock.GetElapsedTime(Timestamp).Ticks, (clock.GetUtcNow() - Time).Ticks));
}
