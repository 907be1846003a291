using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Sessions;

/// <summary>Ends the sessions of any user for an operator, and tells the audit.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has ended.</remarks>
internal sealed class SessionAdministration(SignedInSessions sessions, SecurityLog log)
{
    /// <summary>Ends one session for an administrator.</summary>
    /// <param name="administrator">The acting session.</param>
    /// <param name="session">The session that ends.</param>
    /// <param name="owner">The user that the session must be of.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<SessionEnd> EndAsync(
        Actor administrator, SessionId session, UserId owner, Caller caller, CancellationToken cancellationToken) =>
        await TellAsync(await sessions.EndAsync(administrator, session, owner, EndReason.Administrator, cancellationToken), session, caller);

    /// <summary>Ends one session for a program.</summary>
    public async Task<SessionEnd> EndAsync(SessionId session, Caller caller, CancellationToken cancellationToken) =>
        await TellAsync(await sessions.EndAsync(session, owner: null, EndReason.Administrator, cancellationToken), session, caller);

    /// <summary>Ends all sessions of a user.</summary>
    /// <returns>False if the caller is an administrator who is not entitled any more.</returns>
    public async Task<bool> EndAllAsync(UserId user, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Administrator is not { } administrator)
        {
            await sessions.EndAllAsync(user, except: null, EndReason.Administrator, cancellationToken);
        }
        else if (!await sessions.EndAllAsync(administrator, user, except: null, EndReason.Administrator, cancellationToken))
        {
            return false;
        }

        await TellAsync(user, session: null, caller);
        return true;
    }

    private async Task<SessionEnd> TellAsync(SessionEnd end, SessionId session, Caller caller)
    {
        if (end is SessionEnd.Ended { Owner: var owner })
        {
            await TellAsync(owner, session, caller);
        }

        return end;
    }

    // The event says who did it, and not from where: that is in the operator's own events.
    private Task TellAsync(UserId user, SessionId? session, Caller caller) =>
        log.StoreAsync(SecurityEventKind.SessionsEnded, user, session, caller.Hidden, caller.Operator);
}
