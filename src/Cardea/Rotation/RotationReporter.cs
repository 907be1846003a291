using Cardea.Clients;

namespace Cardea.Rotation;

/// <summary>Writes the report of an outcome. The method is called inside the transaction, so it must not wait.</summary>
/// <param name="outcome">The outcome.</param>
/// <param name="device">The session's device, as the list of sessions shows it; <see langword="null"/> if there is no session.</param>
/// <returns>The report; <see langword="null"/> for outcomes that are not reported.</returns>
internal delegate RotationReport? RotationReporter(RotationOutcome outcome, ClientDevice? device);
