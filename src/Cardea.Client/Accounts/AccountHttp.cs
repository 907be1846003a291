using Cardea.Client.Issuers;
using Cardea.Client.Rotation;
using Cardea.Client.Storage;
using Microsoft.Extensions.Options;

namespace Cardea.Client.Accounts;

/// <summary>Sends requests of the signed-in user to the issuer, with the access token that each of them needs.</summary>
internal sealed class AccountHttp(
    IssuerHttp issuer, TokenSource source, TokenStorage storage, TokenCache cache, SessionTurns turns, Refresher refresher, IOptions<CardeaClientOptions> options, TimeProvider clock)
{
    // The issuer hashes passwords in some of these requests, one after the other when there are many.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request. The answer has succeeded.</summary>
    /// <exception cref="CardeaClientException">Nobody is signed in, the request was refused, or no answer came.</exception>
    public async Task<IssuerAnswer> SendAsync(ITokenStore store, HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        var answer = await SendWithTokenAsync(store, token => issuer.SendAsync(method, path, body, token, cancellationToken), cancellationToken);
        answer.ThrowIfRefused();
        return answer;
    }

    /// <summary>
    /// Sends a request that exchanges the refresh token of the session, in the turn of the session. The caller's cancellation
    /// ends only the wait.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="send">Sends the request with the refresh token and the access token that it receives.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<IssuerAnswer> ExchangeAsync(ITokenStore store, Func<string, string, CancellationToken, Task<IssuerAnswer>> send, CancellationToken cancellationToken) =>
        SendWithTokenAsync(
            store,
            async accessToken =>
            {
                var session = (await storage.ReadAsync(store, cancellationToken))?.Session ?? throw CardeaClientException.NotSignedIn();
                return await turns.RunAsync(session.Id, () => ExchangeInTurnAsync(store, session.Id, accessToken, send)).WaitAsync(cancellationToken);
            },
            cancellationToken);

    private async Task<IssuerAnswer> SendWithTokenAsync(ITokenStore store, Func<string, Task<IssuerAnswer>> send, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(TokenDemand.Any);
        var answer = await send(token);
        if (answer.IsInvalidToken)
        {
            var refused = token;
            token = await TokenAsync(TokenDemand.Any with { Refused = refused });
            answer = token == refused ? answer : await send(token);
        }

        // A lasting change: the token that resource APIs receive is no proof.
        return answer.Problem.Code == "account_token_required"
            ? await send(await TokenAsync(TokenDemand.Any with { Audience = options.Value.Issuer }))
            : answer;

        async Task<string> TokenAsync(TokenDemand demand) =>
            (await source.GetAsync(store, demand, cancellationToken) ?? throw CardeaClientException.NotSignedIn()).Value;
    }

    private async Task<IssuerAnswer> ExchangeInTurnAsync(ITokenStore store, string session, string accessToken, Func<string, string, CancellationToken, Task<IssuerAnswer>> send)
    {
        if ((await storage.ReadAsync(store, CancellationToken.None))?.Session is not { } presented || presented.Id != session)
        {
            throw CardeaClientException.NotSignedIn();
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        var sent = Instant.Now(clock);
        try
        {
            var answer = await send(presented.RefreshToken, accessToken, limit.Token);
            if (answer.IsSuccess)
            {
                var tokens = answer.Read(IssuerJson.Default.TokenAnswer);
                cache.Of(session).Clear();
                if (tokens.RefreshToken is not null && await refresher.KeepAsync(store, presented, tokens, sent, TokenDemand.Any) == Change.Failed)
                {
                    throw CardeaClientException.NotStored();
                }
            }

            return answer;
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new CardeaClientException(CardeaClientException.Timeout, $"{options.Value.Issuer} does not answer in time.", inner: exception);
        }
    }
}
