namespace Cardea.Attempts;

/// <summary>How many attempts there may be for one key within the window.</summary>
/// <param name="Key">What the attempts are counted for.</param>
/// <param name="Most">The limit.</param>
internal sealed record AttemptLimit(AttemptKey Key, int Most);
