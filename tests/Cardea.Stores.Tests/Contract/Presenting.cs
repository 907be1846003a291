using Cardea.Audit;
using Cardea.Clients;
using Cardea.Mail;
using Cardea.Rotation;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Presents refresh tokens as the endpoints do: a replay and a healed session are reported.</summary>
public static class Presenting
{
    internal static Task<RotationOutcome> RotateAsync(this IRotationStore store, RefreshToken presented, CancellationToken cancellationToken) =>
        store.RotateAsync(presented, Report, cancellationToken);

    /// <summary>What is stored with an outcome: of a replay an event and a mail, of a healed session an event.</summary>
    internal static RotationReport? Report(RotationOutcome outcome, ClientDevice? device) => outcome switch
    {
        RotationOutcome.Replayed replayed => new(
            SecurityEvent.Of(SecurityEventKind.TokenReplayed, replayed.Owner, replayed.End.SessionId, device, StoreProcess.Start),
            new OutboxMail(Guid.CreateVersion7(StoreProcess.Start), replayed.Owner, new byte[] { 1, 2, 3 }, StoreProcess.Start + TimeSpan.FromDays(365))),
        RotationOutcome.Healed { Grant: var grant } => new(
            SecurityEvent.Of(SecurityEventKind.SessionHealed, grant.Subject.UserId, grant.SessionId, device, StoreProcess.Start), Mail: null),
        _ => null,
    };
}
