namespace Cardea.Attempts;

/// <summary>How many attempts there may be for one key within a time.</summary>
/// <param name="Key">What the attempts are counted for.</param>
/// <param name="Most">The limit.</param>
/// <param name="Window">The time, from the first attempt.</param>
internal sealed record AttemptLimit(AttemptKey Key, int Most, TimeSpan Window)
{
    /// <summary>The limit for a caller who has solved a challenge: it counts attempts, and refuses none.</summary>
    public AttemptLimit Lifted => this with { Most = int.MaxValue };
}
