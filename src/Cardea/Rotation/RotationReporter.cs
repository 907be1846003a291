using Cardea.Clients;

namespace Cardea.Rotation;

/// <summary>Writes the report of an outcome. It is called inside of the transaction, so it must not wait.</summary>
/// <param name="outcome">The outcome.</param>
/// <param name="device">What the list of sessions says of the session's device; <see langword="null"/> if there is no session.</param>
/// <returns>The report; <see langword="null"/> for outcomes that are not reported.</returns>
internal delegate RotationReport? RotationReporter(RotationOutcome outcome, ClientDevice? device);
