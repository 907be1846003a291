using Cardea.Client.Issuers;
using Cardea.Client.States;
using Cardea.Client.Storage;
using Microsoft.Extensions.Logging;

namespace Cardea.Client.Rotation;

/// <summary>Exchanges the refresh token of a store. It runs in the turn of the session, and nobody cancels it.</summary>
internal sealed partial class Refresher(IssuerHttp issuer, TokenStorage storage, TokenCache cache, ClientStates states, TimeProvider clock, ILogger<Refresher> logger)
{
    // Each further attempt means that another process has stored a newer token.
    private const int Attempts = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Refreshes the session of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="session">The id of the session that the store must have.</param>
    /// <param name="demand">The audience, and why.</param>
    public async Task<RefreshOutcome> RefreshAsync(ITokenStore store, string session, TokenDemand demand)
    {
        var observed = states.Of(store);
        var version = observed.Version;
        RefreshOutcome outcome = new RefreshOutcome.Moved();
        for (var attempt = 0; attempt < Attempts && outcome is RefreshOutcome.Moved; attempt++)
        {
            if (await storage.ReadAsync(store, CancellationToken.None) is not { } stored)
            {
                outcome = new RefreshOutcome.NotStored();
            }
            else if (stored.Session?.Id == session)
            {
                outcome = await ExchangeAsync(store, stored.Session, demand);
            }
            else
            {
                return outcome;
            }
        }

        switch (outcome)
        {
            case RefreshOutcome.Refreshed:
                observed.Set(CardeaClientState.SignedIn, version);
                break;
            case RefreshOutcome.SignedOut or RefreshOutcome.NotStored:
                observed.Set(CardeaClientState.SignedOut, version);
                break;
            case RefreshOutcome.Failed { Exception.IsTransient: true }:
                observed.Set(CardeaClientState.Offline, version);
                break;
        }

        return outcome;
    }

    /// <summary>
    /// Stores the refresh token of an answer, and only then keeps its access token. Both are dropped if the store no longer has
    /// the token that was presented.
    /// </summary>
    public async Task<Change> KeepAsync(ITokenStore store, StoredSession presented, TokenAnswer tokens, Instant sent, TokenDemand demand)
    {
        var session = presented with { RefreshToken = tokens.RefreshToken! };
        var change = await storage.ChangeAsync(store, stored => stored.Session == presented ? stored with { Session = session } : null);
        if (change == Change.Stored)
        {
            var known = cache.Of(session.Id);
            known.Exchanged = session == presented ? null : presented.RefreshToken;
            known.For(demand.Audience).Keep(new()
            {
                Value = tokens.AccessToken,
                Sent = sent,
                Lifetime = TimeSpan.FromSeconds(tokens.ExpiresIn),
                IsReplacement = demand.Refused is not null,
            });
        }

        return change;
    }

    private async Task<RefreshOutcome> ExchangeAsync(ITokenStore store, StoredSession presented, TokenDemand demand)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        var sent = Instant.Now(clock);
        try
        {
            var answer = await issuer.PostAsync(
                "/auth/refresh",
                new RefreshRequest { RefreshToken = presented.RefreshToken, Audience = demand.Audience },
                IssuerJson.Default.RefreshRequest,
                accessToken: null,
                limit.Token);
            return answer is { Status: 401, Problem.Code: "invalid_refresh_token" or "session_ended" or "refresh_token_reused" }
                ? await SignOutAsync(store, presented, answer.Problem.Code)
                : await KeepAsync(store, presented, Read(answer, presented), sent, demand) switch
                {
                    Change.Stored => new RefreshOutcome.Refreshed(),
                    Change.Dropped => new RefreshOutcome.Moved(),
                    _ => new RefreshOutcome.NotStored(),
                };
        }
        catch (CardeaClientException exception)
        {
            return Fail(presented, demand, exception);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            return Fail(presented, demand, new(CardeaClientException.Timeout, "The issuer does not answer a refresh in time.", inner: exception));
        }
    }

    private TokenAnswer Read(IssuerAnswer answer, StoredSession presented)
    {
        var tokens = answer.Read(IssuerJson.Default.TokenAnswer);
        if (tokens.SessionId != presented.Id || tokens.RefreshToken is null)
        {
            LogAnotherSession(logger, presented.Id, tokens.SessionId);
            throw new CardeaClientException(CardeaClientException.UnexpectedAnswer, "The issuer answered a refresh with another session. The answer is dropped.");
        }

        return tokens;
    }

    private async Task<RefreshOutcome> SignOutAsync(ITokenStore store, StoredSession presented, string code)
    {
        if (await storage.ChangeAsync(store, stored => stored.Session == presented ? stored with { Session = null } : null) == Change.Dropped)
        {
            return new RefreshOutcome.Moved();
        }

        LogSignedOut(logger, presented.Id, code);
        cache.Forget(presented.Id);
        return new RefreshOutcome.SignedOut();
    }

    private RefreshOutcome.Failed Fail(StoredSession presented, TokenDemand demand, CardeaClientException exception)
    {
        LogNotRefreshed(logger, presented.Id, exception.Code);
        cache.Of(presented.Id).For(demand.Audience).Fail(exception);
        return new(exception);
    }

    [LoggerMessage(EventId = 1121, Level = LogLevel.Warning, Message = "Session {Session} was not refreshed ({Code}); it is kept, and the refresh is tried again")]
    private static partial void LogNotRefreshed(ILogger logger, string session, string code);

    [LoggerMessage(EventId = 1122, Level = LogLevel.Information, Message = "The issuer has ended session {Session} ({Code}), so the user is signed out")]
    private static partial void LogSignedOut(ILogger logger, string session, string code);

    [LoggerMessage(EventId = 1123, Level = LogLevel.Error, Message = "A refresh of session {Session} was answered for session {Other}: please report it")]
    private static partial void LogAnotherSession(ILogger logger, string session, string other);
}
