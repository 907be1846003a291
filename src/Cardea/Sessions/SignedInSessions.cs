using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Clients;
using Cardea.Devices;
using Cardea.External;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>Begins and ends sessions. Before a caller gets an answer, this process knows every end that it made or was told of.</summary>
internal sealed class SignedInSessions(
    ISessionStore store,
    KeyRing keys,
    TokenIssuer tokens,
    RevocationFeed feed,
    StoreFeedReader reader,
    CardeaOptions options,
    TimeProvider clock)
{
    // How the audit says that a trusted device stood for the second step.
    private const string ByTrustedDevice = "trusted_device";

    /// <summary>Begins a session for a user who has just proved their identity.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="amr">How the user proved their identity, by the values of RFC 8176.</param>
    /// <param name="roles">The roles of the user.</param>
    /// <param name="securityStamp">See <see cref="NewSession"/>.</param>
    /// <param name="sessionEpoch">See <see cref="NewSession"/>.</param>
    /// <param name="device">The device that the user signed in with.</param>
    /// <param name="kind">The kind of the event in the audit.</param>
    /// <param name="resets">The wrong guesses that the sign-in forgets.</param>
    /// <param name="trust">What the sign-in has to do with the trust in its device.</param>
    /// <param name="transport">How the session's tokens travel.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="provider">The sign-in at a provider that the session begins with; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The sign-in; <see langword="null"/> if it was overtaken: see <see cref="SessionCreation.Overtaken"/>.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer. There is no session.</exception>
    public async Task<SignIn?> BeginAsync(
        UserId userId,
        IReadOnlyList<string> amr,
        IReadOnlyList<string> roles,
        string? securityStamp,
        long sessionEpoch,
        ClientDevice device,
        SecurityEventKind kind,
        GuessReset? resets,
        DeviceTrust trust,
        TokenTransport transport,
        TokenAudience audience,
        ProviderSignIn? provider,
        CancellationToken cancellationToken)
    {
        await reader.KeepFreshAsync();
        var now = clock.GetUtcNow();
        var token = keys.CurrentRefresh().Begin(SessionId.Create(now + options.SessionLifetime), transport);
        var subject = new SessionSubject(userId, now, amr, roles);
        var authTime = provider is null ? (DateTimeOffset?)null : provider.AuthTime ?? ProviderSignIn.Unknown;
        var session = NewSession.Of(token, subject, device, securityStamp, sessionEpoch, kind, now) with { Resets = resets, Trust = trust, Provider = provider, AuthTime = authTime };
        session = trust.By is null ? session : session with { Event = session.Event with { Detail = $"{session.Event.Detail} {ByTrustedDevice}" } };
        var creation = await feed.PublishAsync(
            store.CreateAsync(session, cancellationToken),
            static creation => creation is SessionCreation.Created created ? created.Displaced : []);
        return creation is SessionCreation.Created { At: var at, IsOfKnownDevice: var isKnown }
            ? new(tokens.Issue(new(token.SessionId, token, subject with { AuthTime = authTime ?? at }, Recalls: 0, at), audience), session.Event, isKnown)
            : null;
    }

    /// <summary>Ends one session.</summary>
    /// <param name="id">The session.</param>
    /// <param name="owner">The user who must own the session; <see langword="null"/> if the owner is known.</param>
    /// <param name="reason">Why the session ends.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer. The session may live on.</exception>
    public async Task<SessionEnd> EndAsync(SessionId id, UserId? owner, EndReason reason, CancellationToken cancellationToken)
    {
        var end = await feed.PublishAsync(
            store.EndAsync(id, owner, reason, cancellationToken),
            static end => end is SessionEnd.Ended ended ? [ended.End] : []);
        if (end is SessionEnd.Over)
        {
            feed.LearnEnd(id);
        }

        return end;
    }

    /// <summary>Ends one session through another one, or through itself.</summary>
    /// <param name="actor">The acting session.</param>
    /// <param name="id">The session that ends.</param>
    /// <param name="owner">The user who must own the session.</param>
    /// <param name="reason">Why the session ends.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer. The session may live on.</exception>
    public async Task<SessionEnd> EndAsync(Actor actor, SessionId id, UserId owner, EndReason reason, CancellationToken cancellationToken)
    {
        var end = await feed.PublishAsync(
            store.EndAsync(actor, id, owner, reason, cancellationToken),
            static end => end is SessionEnd.Ended ended ? [ended.End] : []);
        switch (end)
        {
            case SessionEnd.Over:
                feed.LearnEnd(id);
                break;
            case SessionEnd.ActorRefused:
                // The acting session may have ended on another node a moment ago: this node refuses its tokens from now on.
                await reader.CatchUpAsync(cancellationToken);
                break;
        }

        return end;
    }

    /// <summary>Ends all sessions of a user through a session.</summary>
    /// <returns>True if the actor is entitled.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer. The sessions may live on.</exception>
    public async Task<bool> EndAllAsync(Actor actor, UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken)
    {
        var ended = await feed.PublishAsync(store.EndAllAsync(actor, owner, except, reason, cancellationToken), static ended => ended ?? []);
        await reader.CatchUpAsync(cancellationToken);
        return ended is not null;
    }

    /// <summary>
    /// Ends all sessions of a user, except <paramref name="except"/>. Another node may have ended some of them a moment ago. No row at hand
    /// says so, so the method waits until the feed has brought these ends.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer. The sessions may live on.</exception>
    public async Task EndAllAsync(UserId owner, SessionId? except, EndReason reason, CancellationToken cancellationToken)
    {
        await feed.PublishAsync(store.EndAllAsync(owner, except, reason, cancellationToken), static ended => ended);
        await reader.CatchUpAsync(cancellationToken);
    }

    /// <summary>
    /// Recalls the access tokens of a user. The sessions live on: clients refresh, and get the current claims. Call this method if users live in
    /// a store of the app's own, after their roles have changed there.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer. The tokens may stay accepted.</exception>
    public async Task RecallAllAsync(UserId owner, CancellationToken cancellationToken)
    {
        await feed.PublishAsync(store.RecallAllAsync(owner, cancellationToken), static recalled => recalled);
        await reader.CatchUpAsync(cancellationToken);
    }
}
