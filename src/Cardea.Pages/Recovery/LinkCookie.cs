using Cardea.AspNetCore.Callers;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Recovery;

/// <summary>
/// The cookie with the secret of the browser that asked for a link. With the mailed code it signs in; alone it does nothing. The link of the
/// mail opens a new page, so what the sign-in carries is beside the secret, after a dot.
/// </summary>
internal static class LinkCookie
{
    // As long as the mailed code is good, and a little more.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    /// <summary>The secret, and what the sign-in carries. The secret is null in a browser that asked for no link.</summary>
    public static (string? Secret, Trip Trip) Read(PageContext page)
    {
        var text = page.Http.Request.Cookies[NameOf(page).Text] ?? "";
        var end = text.LastIndexOf('.') is >= 0 and var dot ? dot : text.Length;
        return (end > 0 ? text[..end] : null, Trip.Read(end < text.Length ? text[(end + 1)..] : null));
    }

    public static void Write(PageContext page, string secret, Trip trip) =>
        page.Http.Response.Cookies.Append(NameOf(page).Text, $"{secret}.{trip.ToText()}", Options(page, Lifetime));

    public static void Delete(PageContext page) => page.Http.Response.Cookies.Delete(NameOf(page).Text, Options(page, lifetime: null));

    private static CookieName NameOf(PageContext page) => CookieName.Of(page.Options, "link");

    private static CookieOptions Options(PageContext page, TimeSpan? lifetime) =>
        new() { HttpOnly = true, Secure = NameOf(page).IsSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lifetime, IsEssential = true };
}
