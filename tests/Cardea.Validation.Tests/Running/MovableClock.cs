using Microsoft.Extensions.Time.Testing;

namespace Cardea.Validation.Tests.Running;

/// <summary>A steady clock, and a time of day that can be set apart from it.</summary>
internal sealed class MovableClock(FakeTimeProvider steady) : TimeProvider
{
    /// <summary>By how much the time of day is wrong.</summary>
    public TimeSpan Error { get; set; }

    public override long TimestampFrequency => steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow() + Error;

    public override long GetTimestamp() => steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        steady.CreateTimer(callback, state, dueTime, period);
}
