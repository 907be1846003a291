using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>Begins and ends sessions; the feed has every end before its caller is answered.</summary>
public sealed class SignedInSessions(
    ISessionStore store,
    KeyRing keys,
    TokenIssuer tokens,
    RevocationFeed feed,
    CardeaOptions options,
    TimeProvider clock)
{
    /// <summary>Begins a session for a user who has just proved who they are.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="amr">How they proved it, by the values of RFC 8176.</param>
    /// <param name="roles">Their roles.</param>
    /// <param name="securityStamp">See <see cref="NewSession"/>.</param>
    /// <param name="device">What they signed in with.</param>
    /// <param name="kind">What it is in the audit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The sign-in; <see langword="null"/> when the account was closed or its credential changed meanwhile.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; there is no session.</exception>
    public async Task<SignIn?> BeginAsync(
        UserId userId,
        IReadOnlyList<string> amr,
        IReadOnlyList<string> roles,
        string? securityStamp,
        ClientDevice device,
        SecurityEventKind kind,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var token = keys.CurrentRefresh().Begin(SessionId.Create(now + options.SessionLifetime));
        var subject = new SessionSubject(userId, now, amr, roles);
        var session = NewSession.Of(token, subject, device, securityStamp, kind, now);
        switch (await store.CreateAsync(session, cancellationToken))
        {
            case SessionCreation.Created created:
                feed.Publish(created.Displaced);
                return new(tokens.Issue(token, subject), session.Event, created.IsOfKnownDevice);
            default:
                return null;
        }
    }

    /// <summary>Moves a session on for a user who has just proved again who they are.</summary>
    /// <param name="owner">The user.</param>
    /// <param name="id">The session.</param>
    /// <param name="amr">How they have proved it in this session, as of now.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The tokens it goes on with; <see langword="null"/> when it was ended meanwhile.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; the tokens of before are still good.</exception>
    public async Task<IssuedTokens?> RenewAsync(UserId owner, SessionId id, IReadOnlyList<string> amr, CancellationToken cancellationToken)
    {
        // With the key that the session began with, so that a token of before leads here.
        var renewed = await store.RenewAsync(
            id,
            owner,
            clock.GetUtcNow(),
            amr,
            session => keys.RefreshAt(session.CreatedAt).Renew(id, session.Generation, session.TokenHash.Span),
            cancellationToken);
        return renewed is null ? null : tokens.Issue(renewed.Successor, renewed.Subject);
    }

    /// <summary>Ends one session.</summary>
    /// <param name="id">The session.</param>
    /// <param name="owner">Whose it must be; <see langword="null"/> when that is known.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether there was such a live session.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say; the session may live on.</exception>
    public async Task<bool> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken)
    {
        var end = await store.EndAsync(id, owner, reason, cancellationToken);
        if (end is { } revoked)
        {
            feed.Publish(revoked);
        }

        return end is not null;
    }

    /// <summary>Ends all sessions of a user, except perhaps one.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say; the sessions may live on.</exception>
    public async Task EndAllAsync(UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken) =>
        feed.Publish(await store.EndAllAsync(owner, except, reason, cancellationToken));

    /// <summary>
    /// Recalls the access tokens of a user, whose sessions live on: clients refresh, and get the claims as they are now. To be
    /// called where users live in a store of the app's own, after their roles have changed there.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store can't say; the tokens may go on as they are.</exception>
    public async Task RecallAllAsync(UserId owner, CancellationToken cancellationToken) =>
        feed.Publish(await store.RecallAllAsync(owner, cancellationToken));
}
