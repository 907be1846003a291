namespace Cardea.Client.Rotation;

/// <summary>A moment by two clocks: the steady one, and the time of day.</summary>
/// <param name="Steady">A time stamp of the steady clock.</param>
/// <param name="Day">The time of day.</param>
internal readonly record struct Instant(long Steady, DateTimeOffset Day)
{
    // The two clocks drift apart by less than this in the life of an access token.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public static Instant Now(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>
    /// Returns the time since this moment, or null if the clocks disagree: the machine slept, which some steady clocks do not
    /// count, or somebody has set the time of day.
    /// </summary>
    public TimeSpan? Elapsed(TimeProvider clock)
    {
        var steady = clock.GetElapsedTime(Steady);
        return (clock.GetUtcNow() - Day - steady).Duration() > Tolerance ? null : steady;
    }
}
