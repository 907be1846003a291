using System.Buffers.Text;
using System.Security.Cryptography;
using Cardea.AspNetCore.Callers;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.Protocol;

/// <summary>
/// The cookie that binds attempts to the browser in which they began. Its prefix keeps other hosts from planting it. A browser has one
/// secret for all attempts at once, so two tabs do not disturb each other.
/// </summary>
internal sealed class AttemptCookie
{
    private const int Size = 32;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private static readonly int Length = Base64Url.GetEncodedLength(Size);

    private readonly bool _isSecure;
    private readonly string _name;

    public AttemptCookie(CardeaOptions options) => (_name, _isSecure) = CookieName.Of(options, "external");

    /// <summary>The challenge of the browser of a request, as the state has it; null if the browser began no attempt.</summary>
    public string? Read(HttpRequest request) =>
        request.Cookies[_name] is { } secret && secret.Length == Length && Base64Url.IsValid(secret) ? AttemptOwner.ChallengeOf(secret) : null;

    /// <summary>Gives the browser a secret, if it has none. Apple posts the answer from its own site, so the cookie comes from there too.</summary>
    /// <returns>The challenge of the browser, for the state.</returns>
    public string Ensure(HttpContext context)
    {
        var secret = Read(context.Request) is null ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size)) : context.Request.Cookies[_name]!;
        context.Response.Cookies.Append(
            _name,
            secret,
            new() { HttpOnly = true, Secure = _isSecure, SameSite = _isSecure ? SameSiteMode.None : SameSiteMode.Lax, Path = "/", MaxAge = Lifetime });
        return AttemptOwner.ChallengeOf(secret);
    }
}
