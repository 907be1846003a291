using Cardea.Cookies;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>The two cookies of a browser's session: the refresh token, and the access token.</summary>
/// <remarks>
/// Only sign-in, refresh, logout and account deletion write or delete them. An answer 401 never does: the answer may be late, and the
/// browser may have good cookies since.
/// </remarks>
internal sealed class SessionCookies
{
    private readonly CardeaOptions _options;
    private readonly RefreshTokenRotation _rotation;
    private readonly bool _isSecure;
    private readonly string _refresh;
    private readonly string _access;

    public SessionCookies(CardeaOptions options, RefreshTokenRotation rotation)
    {
        (_options, _rotation) = (options, rotation);
        (_refresh, _isSecure) = CookieName.Of(options);
        _access = CookieName.Of(options, "access").Text;
    }

    /// <summary>True if a request has one of the cookies, good or bad.</summary>
    public bool ArePresented(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && (request.Cookies.ContainsKey(_refresh) || request.Cookies.ContainsKey(_access));

    /// <summary>Reads the refresh token; null if there is none, or none that Cardea issued for a cookie.</summary>
    public RefreshToken? ReadRefresh(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 ? _rotation.ReadCookie(request.Cookies[_refresh]) : null;

    /// <summary>Reads the text of the access token. It is not checked yet.</summary>
    public string? ReadAccess(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies[_access] is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Writes the tokens of a cookie session. Both cookies live equally long, and the refresh cookie comes first: a browser that gets half
    /// an answer can go on.
    /// </summary>
    public void Write(HttpContext context, IssuedTokens tokens)
    {
        context.Features.Set(new WrittenCookies());
        var lifetime = tokens.ExpiresIn < _options.IdleTimeout ? tokens.ExpiresIn : _options.IdleTimeout;
        var cookie = Options(tokens.Transport.HasFlag(TokenTransport.Persistent) ? lifetime : null);
        if (tokens.Refresh is { } refresh)
        {
            context.Response.Cookies.Append(_refresh, refresh.Reveal(), cookie);
        }

        if (!tokens.Transport.HasFlag(TokenTransport.RefreshOnly))
        {
            context.Response.Cookies.Append(_access, tokens.Access.Reveal(), cookie);
        }
        else if (ReadAccess(context.Request) is not null)
        {
            // An access token of an earlier session.
            context.Response.Cookies.Delete(_access, Options(maxAge: null));
        }
    }

    /// <summary>Deletes both cookies.</summary>
    public void Delete(HttpContext context)
    {
        context.Features.Set(new WrittenCookies());
        context.Response.Cookies.Delete(_refresh, Options(maxAge: null));
        context.Response.Cookies.Delete(_access, Options(maxAge: null));
    }

    /// <summary>Deletes the cookies if the request came with those of a session.</summary>
    public void DeleteOf(HttpContext context, SessionId session)
    {
        if (ReadRefresh(context.Request)?.SessionId == session || context.Features.Get<CookieCredential>()?.Session == session)
        {
            Delete(context);
        }
    }

    private CookieOptions Options(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = _isSecure,
        SameSite = _options.Cookies.SameSite == CookieSameSite.Strict ? SameSiteMode.Strict : SameSiteMode.Lax,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };
}

/// <summary>A feature of requests whose answer writes or deletes the cookies.</summary>
internal sealed class WrittenCookies;
