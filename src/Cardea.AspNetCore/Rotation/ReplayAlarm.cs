using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Tells the owner of a session that two had its refresh token: which device it was, when, and from where it came the second time.</summary>
internal sealed class ReplayAlarm(ISessionStore sessions, IAccounts accounts, SecurityLog log, Postbox postbox)
{
    public async Task RaiseAsync(RotationOutcome.Replayed replayed, HttpContext context)
    {
        var session = replayed.End.SessionId;
        await log.AddAsync(log.Of(SecurityEventKind.TokenReplayed, replayed.UserId, session, context));
        try
        {
            if (await accounts.FindAsync(replayed.UserId, context.RequestAborted) is { Email.Length: > 0 } owner)
            {
                var device = (await sessions.FindAsync(session, context.RequestAborted))?.Device ?? context.DescribeClient(name: null);
                var from = context.DescribeClient(name: null).IpAddress;
                await postbox.TellAsync(postbox.WriteNotice(MailKind.TokenReplayed, owner.Id, owner.Email, device with { IpAddress = from }, context, session: session));
            }
        }
        catch (StoreUnavailableException)
        {
            // The session is ended, and that is in the log: who can't be told now is not told.
        }
    }
}
