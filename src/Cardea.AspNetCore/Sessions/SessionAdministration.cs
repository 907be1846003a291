using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Sessions;

/// <summary>Ends the sessions of any user for an operator, and tells the audit.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has ended.</remarks>
internal sealed class SessionAdministration(SignedInSessions sessions, SecurityLog log)
{
    /// <summary>Ends one session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="owner">The user that the session must be of; null for any.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The owner; null if there is no such live session.</returns>
    public async Task<UserId?> EndAsync(SessionId session, UserId? owner, Caller caller, CancellationToken cancellationToken)
    {
        if (await sessions.EndAsync(session, owner, EndReason.Administrator, cancellationToken) is not SessionEnd.Ended ended)
        {
            return null;
        }

        await TellAsync(ended.Owner, session, caller);
        return ended.Owner;
    }

    /// <summary>Ends all sessions of a user.</summary>
    public async Task EndAllAsync(UserId user, Caller caller, CancellationToken cancellationToken)
    {
        await sessions.EndAllAsync(user, except: null, EndReason.Administrator, cancellationToken);
        await TellAsync(user, session: null, caller);
    }

    // The event says who did it, and not from where: that is in the operator's own events.
    private Task TellAsync(UserId user, SessionId? session, Caller caller) =>
        log.StoreAsync(SecurityEventKind.SessionsEnded, user, session, caller.Hidden, caller.Operator);
}
