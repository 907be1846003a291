namespace Cardea.Attempts;

/// <summary>How many attempts there may be for one key within the window.</summary>
/// <param name="Key">What they are counted for.</param>
/// <param name="Most">How many.</param>
public sealed record AttemptLimit(AttemptKey Key, int Most);
