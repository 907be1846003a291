using Cardea.AspNetCore.Callers;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.SignIn;

/// <summary>The cookie that carries a sign-in past a provider, whose way back has no place for it. It is no secret.</summary>
internal static class TripCookie
{
    // As long as a provider may take, and a little more.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    public static Trip Read(PageContext page) => Trip.Read(page.Http.Request.Cookies[NameOf(page).Text]);

    public static void Write(PageContext page, Trip trip) => page.Http.Response.Cookies.Append(
        NameOf(page).Text,
        trip.ToText(),
        new() { HttpOnly = true, Secure = NameOf(page).IsSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = Lifetime, IsEssential = true });

    private static CookieName NameOf(PageContext page) => CookieName.Of(page.Options, "trip");
}
