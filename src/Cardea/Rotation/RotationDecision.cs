namespace Cardea.Rotation;

/// <summary>What presenting a refresh token comes to, and how the session's row moves.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Move">How the row moves; <see langword="null"/> if its generation stays.</param>
internal sealed record RotationDecision(RotationOutcome Outcome, RotationMove? Move = null);
