using Cardea.Attempts;

namespace Cardea.AspNetCore.Attempts;

/// <summary>The credential that a caller guesses at.</summary>
/// <param name="Key">The credential.</param>
/// <param name="Device">The name of the known device, or of the live session, that the guess comes from; null for a stranger.</param>
/// <param name="IsAfterPassword">True for a guess at a second factor after the right password.</param>
internal sealed record GuessTarget(AttemptKey Key, string? Device, bool IsAfterPassword = false);
