using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.Audit;
using Cardea.Keys;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation;
using Cardea.Validation.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Sessions;

/// <summary>Ends sessions at the wish of their user, whichever endpoint asks, and tells the audit.</summary>
internal sealed class Logouts(
    [FromKeyedServices(CardeaBearerDefaults.AuthenticationScheme)] AccessTokenCheck check, KeyRing keys, SignedInSessions sessions, SecurityLog log)
{
    /// <summary>
    /// Ends the session of a token: of a refresh token of any generation, or of an access token, expired or not. The two kinds can't
    /// be mistaken for each other. A text that is no token of ours ends nothing.
    /// </summary>
    /// <param name="token">The text.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The session; null if the text is no token of ours.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has ended.</exception>
    public async Task<SessionId?> EndByTokenAsync(string? token, Caller caller, CancellationToken cancellationToken)
    {
        if (await ReadAsync(token) is not { } session)
        {
            return null;
        }

        if (await sessions.EndAsync(session, owner: null, EndReason.LoggedOut, cancellationToken) is SessionEnd.Ended { Owner: var owner })
        {
            await log.StoreAsync(SecurityEventKind.LoggedOut, owner, session, caller);
        }

        return session;
    }

    /// <summary>Ends the session of the cookies of a request, if it has any.</summary>
    /// <param name="cookies">Reads the cookies.</param>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreUnavailableException">The store can't say; nothing has ended.</exception>
    public async Task EndByCookiesAsync(SessionCookies cookies, HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (await EndByTokenAsync(cookies.ReadRefresh(request)?.Reveal(), caller, cancellationToken) is null)
        {
            await EndByTokenAsync(cookies.ReadAccess(request), caller, cancellationToken);
        }
    }

    /// <summary>Ends one session of the acting user.</summary>
    public async Task<SessionEnd> EndAsync(ActingSession acting, SessionId session, Caller caller, CancellationToken cancellationToken)
    {
        var end = await sessions.EndAsync(acting.Actor, session, acting.User, EndReason.LoggedOut, cancellationToken);
        if (end is SessionEnd.Ended)
        {
            await log.StoreAsync(SecurityEventKind.LoggedOut, acting.User, session, caller);
        }

        return end;
    }

    /// <summary>Ends all sessions of the acting user but the acting one.</summary>
    /// <returns>True if the acting session was live.</returns>
    public Task<bool> EndOthersAsync(ActingSession acting, Caller caller, CancellationToken cancellationToken) =>
        EndAllAsync(acting, except: acting.Id, "others", caller, cancellationToken);

    /// <summary>Ends all sessions of the acting user.</summary>
    /// <returns>True if the acting session was live.</returns>
    public Task<bool> EndAllAsync(ActingSession acting, Caller caller, CancellationToken cancellationToken) =>
        EndAllAsync(acting, except: null, "all", caller, cancellationToken);

    private async Task<bool> EndAllAsync(ActingSession acting, SessionId? except, string detail, Caller caller, CancellationToken cancellationToken)
    {
        if (!await sessions.EndAllAsync(acting.Actor, acting.User, except, EndReason.LoggedOut, cancellationToken))
        {
            return false;
        }

        await log.StoreAsync(SecurityEventKind.LoggedOut, acting.User, acting.Id, caller, detail);
        return true;
    }

    private async Task<SessionId?> ReadAsync(string? token) => token is null
        ? null
        : RefreshTokenKey.Read(token, keys.FindRefresh)?.SessionId
            ?? (await check.Validator.ValidateIgnoringExpiryAsync(token) as AccessTokenValidation.Accepted)?.Token.Id.SessionId;
}
