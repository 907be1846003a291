namespace Cardea.Rotation;

/// <summary>The outcome of presenting a refresh token, and the move of the session's row.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Move">How the row moves; <see langword="null"/> if its generation stays.</param>
internal sealed record RotationDecision(RotationOutcome Outcome, RotationMove? Move = null);
