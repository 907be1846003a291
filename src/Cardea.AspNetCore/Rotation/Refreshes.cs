using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Exchanges refresh tokens for their successors, whichever endpoint asks.</summary>
internal sealed class Refreshes(
    RefreshTokenRotation rotation, RotationReports reports, TokenIssuer tokens, SignedInSessions sessions, IAccounts accounts)
{
    /// <summary>Presents a refresh token that came in a body.</summary>
    /// <param name="refreshToken">The text that the client sent in its place.</param>
    /// <param name="audience">The program that the access token is for. A repeated refresh may name another one.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up before the rotation begins, so a client that has gone keeps its token.</param>
    /// <exception cref="StoreUnavailableException">The store can't say; the token is still good.</exception>
    public async Task<RefreshOutcome> RefreshAsync(string? refreshToken, TokenAudience audience, Caller caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await GoOnAsync(await rotation.RotateAsync(refreshToken, reports.For(caller), cancellationToken), audience, caller, cancellationToken);
    }

    /// <summary>Presents a refresh token that came in a cookie.</summary>
    /// <param name="cookie">The token.</param>
    /// <param name="audience">The program that the access token is for. An access token in a cookie is always for the APIs.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up before the rotation begins, so a client that has gone keeps its token.</param>
    /// <exception cref="StoreUnavailableException">The store can't say; the token is still good.</exception>
    public async Task<RefreshOutcome> RefreshAsync(RefreshToken cookie, TokenAudience audience, Caller caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = await rotation.RotateAsync(cookie, reports.For(caller), cancellationToken);
        var isForResponse = cookie.Transport.HasFlag(TokenTransport.RefreshOnly);
        return await GoOnAsync(outcome, isForResponse ? audience : TokenAudience.Apis, caller, cancellationToken);
    }

    /// <summary>Issues an access token as of the presented cookie, and moves nothing. A replay ends its session.</summary>
    /// <param name="cookie">The token.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreUnavailableException">The store can't say; the token is still good.</exception>
    public async Task<RefreshOutcome> LookAsync(RefreshToken cookie, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await rotation.LookAsync(cookie, cancellationToken);
        if (outcome is RotationOutcome.Replayed)
        {
            return await RefreshAsync(cookie, TokenAudience.Apis, caller, CancellationToken.None);
        }

        return outcome is RotationOutcome.Continued { Grant: var grant } && await WithRolesAsync(grant with { Successor = null }, cancellationToken) is { } complete
            ? new RefreshOutcome.Refreshed(tokens.Issue(complete with { Transport = cookie.Transport }))
            : new RefreshOutcome.Refused(outcome);
    }

    /// <summary>Issues an access token for a session that the caller knows, and moves nothing.</summary>
    /// <returns>The token; <see langword="null"/> if the session is not live.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public async Task<AccessToken?> IssueAsync(SessionId session, CancellationToken cancellationToken) =>
        await rotation.LookAsync(session, cancellationToken) is RotationOutcome.Continued { Grant: var grant } && await WithRolesAsync(grant, cancellationToken) is { } complete
            ? tokens.Issue(complete).Access
            : null;

    private async Task<RefreshOutcome> GoOnAsync(RotationOutcome outcome, TokenAudience audience, Caller caller, CancellationToken cancellationToken)
    {
        reports.Log(outcome, caller);
        return outcome is RotationOutcome.Continued { Grant: var grant } && await WithRolesAsync(grant, cancellationToken) is { } complete
            ? new RefreshOutcome.Refreshed(tokens.Issue(complete, audience))
            : new RefreshOutcome.Refused(outcome);
    }

    // The store has the roles of Cardea's own users. An app's user store is asked for the roles of its users.
    private async ValueTask<SessionGrant?> WithRolesAsync(SessionGrant grant, CancellationToken cancellationToken)
    {
        if (grant.Subject.Roles is not null)
        {
            return grant;
        }

        if (await accounts.FindAsync(grant.Subject.UserId, cancellationToken) is { } account)
        {
            return grant with { Subject = grant.Subject with { Roles = account.Roles } };
        }

        await sessions.EndAsync(grant.SessionId, owner: null, EndReason.AccountClosed, cancellationToken);
        return null;
    }
}
