using System.Net.Http.Headers;
using Cardea.Client.Issuers;
using Cardea.Client.Rotation;

namespace Cardea.Client;

/// <summary>
/// Sends an access token with each request, and refreshes once if an API refuses the token. It has no state of a user, because
/// a pooled handler serves many users.
/// </summary>
internal sealed class CardeaTokensHandler(TokenSource source, RegisteredStore registered, CardeaTokensOptions options) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is not null || !Includes(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var store = StoreOf(request);
        var demand = TokenDemand.Any with { Audience = options.Audience };
        if (await source.GetAsync(store, demand, cancellationToken) is not { } token)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var isReplayable = await ReplayableContent.TryBufferAsync(request.Content, cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (!BearerChallenge.IsInvalidToken(response))
        {
            return response;
        }

        // Whether or not the request can be repeated, the next one needs a better token.
        if (await ReplaceAsync(store, demand with { Refused = token.Value }, response, isReplayable, cancellationToken) is not { } better || better.Value == token.Value || !isReplayable)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, better, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An HTTP client with AddCardeaTokens() has to wait for refreshes: call SendAsync, not Send.");

    private async Task<CachedToken?> ReplaceAsync(ITokenStore store, TokenDemand demand, HttpResponseMessage refused, bool isReplayable, CancellationToken cancellationToken)
    {
        try
        {
            return await source.GetAsync(store, demand, cancellationToken);
        }
        catch (CardeaClientException) when (!isReplayable)
        {
            return null;
        }
        catch
        {
            // A 401 would look as if the user were signed out.
            refused.Dispose();
            throw;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CachedToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return base.SendAsync(request, cancellationToken);
    }

    private bool Includes(HttpRequestMessage request)
    {
        if (options.Includes(request.RequestUri))
        {
            return true;
        }

        return options.Origins.Count > 0
            ? false
            : throw new InvalidOperationException($"The access token would go to {request.RequestUri?.Host} without encryption: use https, or name the origin in CardeaTokensOptions.Origins.");
    }

    private ITokenStore StoreOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(CardeaHttpRequestMessageExtensions.StoreKey, out var store) ? store : registered.Store;
}
