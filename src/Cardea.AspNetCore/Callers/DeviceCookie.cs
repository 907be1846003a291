using System.Globalization;
using Cardea.Devices;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>The cookie with the device tokens of a browser. Several people may use one browser, so it holds up to five tokens.</summary>
internal sealed class DeviceCookie
{
    private const int MostTokens = 5;
    private const char Between = '.';

    private readonly bool _isSecure;
    private readonly string _name;

    public DeviceCookie(CardeaOptions options)
    {
        // Browsers keep cookies of http://localhost for all ports together, so the name has the port.
        _isSecure = !Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme == Uri.UriSchemeHttps;
        _name = _isSecure ? "__Host-cardea-device" : string.Create(CultureInfo.InvariantCulture, $"cardea-{issuer!.Port}-device");
    }

    /// <summary>Returns the tokens that came with a request, the newest first.</summary>
    public IReadOnlyList<string> Read(HttpRequest request) =>
        request.Cookies[_name] is { Length: > 0 } text && text.Length <= MostTokens * (DeviceTokens.Length + 1) ? text.Split(Between, MostTokens) : [];

    /// <summary>Gives a token to the browser, beside the tokens that it has.</summary>
    public void Add(HttpContext context, DeviceToken token) =>
        context.Response.Cookies.Append(
            _name,
            string.Join(Between, Read(context.Request).Take(MostTokens - 1).Prepend(token.Reveal())),
            new() { HttpOnly = true, Secure = _isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = DeviceTokens.Lifetime });
}
