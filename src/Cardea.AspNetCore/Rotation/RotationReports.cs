using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Clients;
using Cardea.Mail;
using Cardea.Rotation;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Rotation;

/// <summary>
/// Writes the event that is stored with an outcome: a replayed refresh token, or a database that has lost commits. For a replay, it
/// also writes a mail to the owner, with the device and the network of the second use.
/// </summary>
internal sealed class RotationReports(RotationWitness witness, SecurityLog log, Postbox postbox)
{
    /// <summary>Returns the writer of reports for this request.</summary>
    public RotationReporter For(HttpContext context) => (outcome, device) => Event(outcome, context) is { } happened
        ? new(happened, outcome is RotationOutcome.Replayed replayed ? Mail(replayed, device, context) : null)
        : null;

    /// <summary>Logs and counts an outcome after it is stored.</summary>
    public void Saw(RotationOutcome outcome, HttpContext context)
    {
        witness.Saw(outcome);
        if (Event(outcome, context) is { } happened)
        {
            log.Saw(happened);
            postbox.Wake();
        }
    }

    private SecurityEvent? Event(RotationOutcome outcome, HttpContext context) => outcome switch
    {
        RotationOutcome.Replayed replayed => log.Of(SecurityEventKind.TokenReplayed, replayed.Owner, replayed.End.SessionId, context),
        RotationOutcome.Healed { Grant: var grant } => log.Of(SecurityEventKind.SessionHealed, grant.Subject.UserId, grant.SessionId, context),
        _ => null,
    };

    // The mail has no address yet. MailSender looks the address up.
    private OutboxMail Mail(RotationOutcome.Replayed replayed, ClientDevice? device, HttpContext context)
    {
        var client = context.DescribeClient(name: null);
        return postbox.WriteNotice(
            MailKind.TokenReplayed, replayed.Owner, to: null, (device ?? client) with { IpAddress = client.IpAddress }, context, session: replayed.End.SessionId);
    }
}
