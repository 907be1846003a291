using Cardea.Client;

namespace System.Net.Http;

/// <summary>Says whose tokens a request gets.</summary>
public static class CardeaHttpRequestMessageExtensions
{
    internal static readonly HttpRequestOptionsKey<ITokenStore> StoreKey = new("Cardea.Client.TokenStore");

    /// <summary>Sends the request with the tokens of one user, whatever store was registered.</summary>
    /// <param name="request">A request to a client with <c>AddCardeaTokens()</c>.</param>
    /// <param name="store">Where the tokens of the user are.</param>
    /// <returns>The request.</returns>
    public static HttpRequestMessage UseTokensOf(this HttpRequestMessage request, ITokenStore store)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Set(StoreKey, store);
        return request;
    }
}
