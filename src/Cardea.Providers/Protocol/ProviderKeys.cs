using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Providers.Protocol;

/// <summary>The keys of one provider that were fetched because its metadata did not have them yet.</summary>
internal sealed class ProviderKeys(IHttpClientFactory http, TimeProvider clock) : IDisposable
{
    /// <summary>The name of the client that fetches keys.</summary>
    public const string HttpClientName = "cardea-provider-keys";

    private static readonly TimeSpan FetchPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IReadOnlyList<SecurityKey> _keys = [];
    private DateTimeOffset? _fetchedAt;
    private HttpRequestException? _failure;

    /// <summary>Returns the keys, and fetches them if the wanted one is not among them. A token with an unknown key costs one fetch a minute, whoever sends it.</summary>
    /// <param name="address">The address of the provider's key set.</param>
    /// <param name="kid">The id of the wanted key.</param>
    /// <param name="cancellationToken">Cancels the wait for other requests.</param>
    /// <exception cref="HttpRequestException">The wanted key is not known, and the last fetch failed.</exception>
    public async Task<IReadOnlyList<SecurityKey>> FindAsync(Uri? address, string kid, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_keys.Any(key => key.KeyId == kid))
            {
                return _keys;
            }

            if (_fetchedAt is not { } at || clock.GetUtcNow() - at >= FetchPause)
            {
                (_fetchedAt, _failure) = (clock.GetUtcNow(), null);
                await FetchAsync(address);
            }

            return _failure is null ? _keys : throw new HttpRequestException("The keys of the provider can't be fetched.", _failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // A caller who hangs up does not cancel the fetch, or it would fail for the others too. The client has a time limit. The keys stay until
    // others come.
    private async Task FetchAsync(Uri? address)
    {
        try
        {
            using var fetcher = http.CreateClient(HttpClientName);
            _keys = [.. new JsonWebKeySet(await fetcher.GetStringAsync(address, CancellationToken.None)).GetSigningKeys()];
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or InvalidOperationException or ArgumentException or JsonException)
        {
            _failure = exception as HttpRequestException ?? new HttpRequestException("The keys of the provider can't be read.", exception);
        }
    }
}
