using Cardea.Client.Issuers;
using Cardea.Client.Rotation;
using Cardea.Client.States;
using Cardea.Client.Storage;

namespace Cardea.Client.Sessions;

/// <summary>Begins and ends the session of a store.</summary>
internal sealed class LocalSessions(IssuerHttp issuer, TokenStorage storage, TokenCache cache, ClientStates states, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Stores the session of a sign-in. The session that the store had before is signed out.</summary>
    /// <exception cref="CardeaClientException">The store can't be written.</exception>
    public async Task BeginAsync(ITokenStore store, TokenAnswer tokens, Instant sent)
    {
        if (tokens.RefreshToken is null)
        {
            throw new CardeaClientException(CardeaClientException.UnexpectedAnswer, "The issuer answered a sign-in without a refresh token.");
        }

        var session = new StoredSession(tokens.SessionId, tokens.RefreshToken);
        var change = await storage.ChangeAsync(
            store,
            stored => stored with
            {
                Session = session,
                DeviceToken = tokens.DeviceToken ?? stored.DeviceToken,
                TrustToken = tokens.TrustToken ?? stored.TrustToken,
                SignOuts = SignOutsOf(stored),
            },
            replaceUnreadable: true);
        if (change != Change.Stored)
        {
            await TryLogoutAsync(session.RefreshToken, CancellationToken.None);
            throw CardeaClientException.NotStored();
        }

        cache.Of(session.Id).For(audience: null).Keep(new() { Value = tokens.AccessToken, Sent = sent, Lifetime = TimeSpan.FromSeconds(tokens.ExpiresIn) });
        states.Of(store).Begin(CardeaClientState.SignedIn);
    }

    /// <summary>Signs out in the store. A refresh that is under way finds its session gone, and its answer is dropped.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isKnown">Whether the issuer has ended the session already.</param>
    /// <exception cref="CardeaClientException">The store can't be written.</exception>
    public Task EndAsync(ITokenStore store, bool isKnown) =>
        EndAsync(store, stored => stored with { Session = null, SignOuts = isKnown ? stored.SignOuts : SignOutsOf(stored) });

    /// <summary>Signs out in the store if it has a session that the issuer has ended.</summary>
    /// <exception cref="CardeaClientException">The store can't be written.</exception>
    public Task EndIfAsync(ITokenStore store, string session) =>
        EndAsync(store, stored => stored.Session?.Id == session ? stored with { Session = null } : null);

    private async Task EndAsync(ITokenStore store, Func<StoredTokens, StoredTokens?> end)
    {
        string? ended = null;
        var change = await storage.ChangeAsync(store, stored => end(Seen(stored)), replaceUnreadable: true);
        if (change == Change.Failed)
        {
            throw CardeaClientException.NotStored();
        }

        if (change == Change.Stored)
        {
            cache.Forget(ended ?? "");
            states.Of(store).Begin(CardeaClientState.SignedOut);
        }

        StoredTokens Seen(StoredTokens stored)
        {
            ended = stored.Session?.Id;
            return stored;
        }
    }

    /// <summary>Looks whether the store has a session.</summary>
    public async Task SeeAsync(ITokenStore store, CancellationToken cancellationToken)
    {
        var observed = states.Of(store);
        var version = observed.Version;
        if ((await storage.ReadAsync(store, cancellationToken))?.Session is null)
        {
            observed.Set(CardeaClientState.SignedOut, version);
        }
        else
        {
            observed.SeeSession(version);
        }
    }

    /// <summary>Reads what the store has, such as the device token of the last sign-in.</summary>
    public async Task<StoredTokens> ReadAsync(ITokenStore store, CancellationToken cancellationToken) =>
        await storage.ReadAsync(store, cancellationToken) ?? StoredTokens.Nothing;

    /// <summary>Tells the issuer of the sign-outs that it does not know yet. What it can't be told stays stored.</summary>
    public async Task SendSignOutsAsync(ITokenStore store, CancellationToken cancellationToken)
    {
        foreach (var token in (await storage.ReadAsync(store, cancellationToken))?.SignOuts ?? [])
        {
            if (!await TryLogoutAsync(token, cancellationToken))
            {
                return;
            }

            await storage.ChangeAsync(store, stored => stored with { SignOuts = [.. stored.SignOuts.Where(other => other != token)] });
        }
    }

    private static IReadOnlyList<string> SignOutsOf(StoredTokens stored) =>
        stored.Session is { RefreshToken: var token } ? [.. stored.SignOuts, token] : stored.SignOuts;

    private async Task<bool> TryLogoutAsync(string refreshToken, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var request = new RefreshRequest { RefreshToken = refreshToken };
            return (await issuer.PostAsync("/auth/logout", request, IssuerJson.Default.RefreshRequest, accessToken: null, waiting.Token)).IsSuccess;
        }
        catch (Exception exception) when (exception is CardeaClientException || (exception is OperationCanceledException && limit.IsCancellationRequested))
        {
            return false;
        }
    }
}
