using Cardea.Devices;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>The cookie with the device tokens of a browser.</summary>
internal sealed class DeviceCookie(CardeaOptions options)
{
    private readonly TokenCookie _cookie = new(options, "device", DeviceTokens.Length);

    /// <summary>Returns the tokens that came with a request, the newest first.</summary>
    public IReadOnlyList<string> Read(HttpRequest request) => _cookie.Read(request);

    /// <summary>Gives a token to the browser, beside the tokens that it has.</summary>
    public void Add(HttpContext context, DeviceToken token) => _cookie.Add(context, token.Reveal(), DeviceTokens.Lifetime);
}
