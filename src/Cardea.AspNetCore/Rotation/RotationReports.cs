using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Clients;
using Cardea.Mail;
using Cardea.Rotation;

namespace Cardea.AspNetCore.Rotation;

/// <summary>
/// Writes the event that is stored with an outcome: a replayed refresh token, or a database that has lost commits. For a replay, it
/// also writes a mail to the owner, with the device and the network of the second use.
/// </summary>
internal sealed class RotationReports(RotationWitness witness, SecurityLog log, Postbox postbox)
{
    /// <summary>Writes the report of an outcome of this request.</summary>
    public RotationReporter For(Caller caller) => (outcome, device) => Event(outcome, caller) is { } happened
        ? new(happened, outcome is RotationOutcome.Replayed replayed ? Mail(replayed, device, caller) : null)
        : null;

    /// <summary>Counts an outcome, and logs what was stored with it.</summary>
    public void Log(RotationOutcome outcome, Caller caller)
    {
        witness.Log(outcome);
        if (Event(outcome, caller) is { } happened)
        {
            log.Log(happened);
            postbox.Wake();
        }
    }

    private SecurityEvent? Event(RotationOutcome outcome, Caller caller) => outcome switch
    {
        RotationOutcome.Replayed replayed => log.Create(SecurityEventKind.TokenReplayed, replayed.Owner, replayed.End.SessionId, caller),
        RotationOutcome.Healed { Grant: var grant } => log.Create(SecurityEventKind.SessionHealed, grant.Subject.UserId, grant.SessionId, caller),
        _ => null,
    };

    // The mail has no address yet. MailSender looks the address up.
    private OutboxMail Mail(RotationOutcome.Replayed replayed, ClientDevice? device, Caller caller)
    {
        var seen = (device ?? caller.Device) with { IpAddress = caller.Device.IpAddress };
        return postbox.WriteReplay(replayed.Owner, caller, seen, replayed.End.SessionId);
    }
}
