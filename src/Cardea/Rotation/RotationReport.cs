using Cardea.Audit;
using Cardea.Mail;

namespace Cardea.Rotation;

/// <summary>What a store keeps of an outcome, in the same transaction: a crash, or a client that hangs up, loses neither.</summary>
/// <param name="Event">For the audit.</param>
/// <param name="Mail">For the session's owner; <see langword="null"/> for none.</param>
internal sealed record RotationReport(SecurityEvent Event, OutboxMail? Mail);
