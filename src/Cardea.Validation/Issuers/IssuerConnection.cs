using System.Net.Http.Headers;
using System.Text;

namespace Cardea.Validation.Issuers;

/// <summary>Sends requests to an issuer in another process, with this API's credentials.</summary>
internal sealed class IssuerConnection : IDisposable
{
    /// <summary>The longest time for one answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The credentials go to the configured address alone, so redirects are not followed.
    private readonly SocketsHttpHandler _direct = new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue _credentials;

    public IssuerConnection(RemoteSettings settings)
    {
        Authority = settings.Authority;
        Api = settings.Api;

        // RFC 7617.
        _credentials = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Api}:{settings.Secret}")));
        _http = new(settings.Backchannel ?? _direct, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The address of the issuer, and its name in access tokens.</summary>
    public string Authority { get; }

    /// <summary>The name of this API at the issuer.</summary>
    public string Api { get; }

    /// <summary>Sends a request with this API's credentials. Returns when the headers of the answer have arrived.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = _credentials;
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Returns the address of a path at the issuer.</summary>
    public Uri Address(string path) => new(Authority + path);

    public void Dispose()
    {
        _http.Dispose();
        _direct.Dispose();
    }
}
