namespace Cardea.Statistics;

/// <summary>The figures of one node for one minute, as the store keeps them.</summary>
/// <param name="Node">The node: a new id for each start of the program.</param>
/// <param name="Minute">The start of the minute.</param>
/// <param name="Figures">The figures as JSON.</param>
internal sealed record StatisticsRow(Guid Node, DateTimeOffset Minute, string Figures)
{
    /// <summary>How far the statistics go back.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromHours(1);

    /// <summary>The start of the minute of a time.</summary>
    public static DateTimeOffset MinuteOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>The time from which the sweep removes the row.</summary>
    public DateTimeOffset ExpiresAt => Minute + Kept + TimeSpan.FromMinutes(1);
}
