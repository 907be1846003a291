using Cardea.AspNetCore.Tokens;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Cookies;

/// <summary>Sends a browser to another address by GET, and tells that address nothing of this one. Tokens go into cookies: see <see cref="CookieTokens"/>.</summary>
internal sealed class SeeOther : IResult, IValueHttpResult
{
    private readonly string _address;

    private SeeOther(string address, TokenResponse? tokens) => (_address, Value) = (address, tokens);

    /// <summary>The tokens of the session that begins or goes on; null without one.</summary>
    public object? Value { get; }

    public static SeeOther To(string address) => new(address, tokens: null);

    /// <summary>Sends a browser on that gets cookies.</summary>
    public static SeeOther WithCookies(string address, TokenResponse tokens) => new(address, tokens);

    /// <summary>Sends a browser back whose attempt has failed or needs more. No server of that address sees the code.</summary>
    public static SeeOther WithError(string address, string code) => To($"{address}#error={Uri.EscapeDataString(code)}");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = _address;
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
