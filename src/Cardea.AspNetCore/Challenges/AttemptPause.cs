namespace Cardea.AspNetCore.Challenges;

/// <summary>Why an attempt must wait.</summary>
/// <param name="RetryAfter">When the next attempt may be made.</param>
/// <param name="IsChallengeDue">True if a solved challenge lets the attempt pass before.</param>
internal readonly record struct AttemptPause(TimeSpan RetryAfter, bool IsChallengeDue = false);
