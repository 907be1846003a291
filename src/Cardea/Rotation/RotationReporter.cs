namespace Cardea.Rotation;

/// <summary>Writes the report of an outcome. It is called inside of the transaction, so it must not wait.</summary>
/// <param name="outcome">The outcome.</param>
/// <param name="device">The device of the session, as it is called in the list of sessions; <see langword="null"/> if it has no name.</param>
/// <returns>The report; <see langword="null"/> for outcomes that are not reported.</returns>
public delegate RotationReport? RotationReporter(RotationOutcome outcome, string? device);
