using Cardea.AspNetCore.Callers;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.SignIn;

/// <summary>A cookie that carries a sign-in past what has no place for it. It is no secret.</summary>
internal sealed class TripCookie
{
    // As long as a provider may take, or a mailed code is good, and a little more.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    private readonly string _kind;

    private TripCookie(string kind) => _kind = kind;

    /// <summary>Past a provider.</summary>
    public static TripCookie OfProvider { get; } = new("trip");

    /// <summary>Past the mail with the code that sets a new password.</summary>
    public static TripCookie OfReset { get; } = new("reset");

    public Trip Read(PageContext page) => Trip.Read(page.Http.Request.Cookies[NameOf(page).Text]);

    public void Write(PageContext page, Trip trip) => page.Http.Response.Cookies.Append(NameOf(page).Text, trip.ToText(), Options(page, Lifetime));

    public void Delete(PageContext page) => page.Http.Response.Cookies.Delete(NameOf(page).Text, Options(page, lifetime: null));

    private CookieName NameOf(PageContext page) => CookieName.Of(page.Options, _kind);

    private CookieOptions Options(PageContext page, TimeSpan? lifetime) =>
        new() { HttpOnly = true, Secure = NameOf(page).IsSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lifetime, IsEssential = true };
}
