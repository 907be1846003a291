namespace Cardea.Client;

/// <summary>Notes on each request whose tokens it gets.</summary>
internal sealed class TokenStoreHandler(ITokenStore store, HttpMessageHandler pooled) : DelegatingHandler(pooled)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.UseTokensOf(store);
        return base.SendAsync(request, cancellationToken);
    }
}
