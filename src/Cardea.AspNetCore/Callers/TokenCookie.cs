using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>A cookie with tokens of several people who use one browser: up to five, the newest first.</summary>
internal sealed class TokenCookie
{
    private const int MostTokens = 5;
    private const char Between = '.';

    private readonly bool _isSecure;
    private readonly string _name;
    private readonly int _length;

    /// <summary>Names the cookie.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="kind">The last word of the name.</param>
    /// <param name="length">The number of characters of a token.</param>
    public TokenCookie(CardeaOptions options, string kind, int length)
    {
        (_name, _isSecure) = CookieName.Of(options, kind);
        _length = length;
    }

    /// <summary>Returns the tokens that came with a request, the newest first.</summary>
    public IReadOnlyList<string> Read(HttpRequest request) =>
        request.Cookies[_name] is { Length: > 0 } text && text.Length <= MostTokens * (_length + 1) ? text.Split(Between, MostTokens) : [];

    /// <summary>Gives a token to the browser, beside the tokens that it has.</summary>
    public void Add(HttpContext context, string token, TimeSpan lifetime) =>
        context.Response.Cookies.Append(
            _name,
            string.Join(Between, Read(context.Request).Take(MostTokens - 1).Prepend(token)),
            new() { HttpOnly = true, Secure = _isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lifetime });
}
