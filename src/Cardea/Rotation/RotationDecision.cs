namespace Cardea.Rotation;

/// <summary>The outcome of presenting a refresh token, and the move of the session's row.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Move">What is written to the row; <see langword="null"/> if the row stays as it is.</param>
internal sealed record RotationDecision(RotationOutcome Outcome, RotationMove? Move = null)
{
    /// <summary>True if the store writes nothing for this outcome: no move, no end, no report.</summary>
    public bool ChangesNothing => Move is null && Outcome is not RotationOutcome.Replayed;
}
