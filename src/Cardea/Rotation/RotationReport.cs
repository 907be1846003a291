using Cardea.Audit;
using Cardea.Mail;

namespace Cardea.Rotation;

/// <summary>The report that a store writes in the transaction of an outcome. A crash, or a client that hangs up, cannot lose the report.</summary>
/// <param name="Event">The event for the audit.</param>
/// <param name="Mail">The mail to the session's owner; <see langword="null"/> for none.</param>
internal sealed record RotationReport(SecurityEvent Event, OutboxMail? Mail);
