using Cardea.AspNetCore.Callers;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Recovery;

/// <summary>The cookie with the secret of the browser that asked for a link. With the mailed code it signs in; alone it does nothing.</summary>
internal static class LinkCookie
{
    // As long as the mailed code is good, and a little more.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    public static string? Read(PageContext page) => page.Http.Request.Cookies[NameOf(page).Text] is { Length: > 0 } secret ? secret : null;

    public static void Write(PageContext page, string secret) => page.Http.Response.Cookies.Append(NameOf(page).Text, secret, Options(page, Lifetime));

    public static void Delete(PageContext page) => page.Http.Response.Cookies.Delete(NameOf(page).Text, Options(page, lifetime: null));

    private static CookieName NameOf(PageContext page) => CookieName.Of(page.Options, "link");

    private static CookieOptions Options(PageContext page, TimeSpan? lifetime) =>
        new() { HttpOnly = true, Secure = NameOf(page).IsSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lifetime, IsEssential = true };
}
