using Cardea.Devices;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>The cookie with the tokens of a browser that is trusted for the second step.</summary>
internal sealed class TrustCookie(CardeaOptions options)
{
    private readonly TokenCookie _cookie = new(options, "trust", TrustToken.Length);

    /// <summary>Returns the tokens that came with a request, the newest first.</summary>
    public IReadOnlyList<string> Read(HttpRequest request) => _cookie.Read(request);

    /// <summary>Gives a token to the browser, beside the tokens that it has.</summary>
    public void Add(HttpContext context, TrustToken token) => _cookie.Add(context, token.Reveal(), options.TrustedDeviceLifetime);
}
