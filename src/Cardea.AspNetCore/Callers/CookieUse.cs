namespace Cardea.AspNetCore.Callers;

/// <summary>Marks the endpoints that do not authenticate a request by its cookies and refresh them in place, as all others do.</summary>
internal sealed class CookieUse
{
    private CookieUse()
    {
    }

    /// <summary>The endpoint reads the cookies itself, or needs none.</summary>
    public static CookieUse ByEndpoint { get; } = new();

    /// <summary>The endpoint takes the access cookie and never refreshes: nobody would get the new cookies.</summary>
    public static CookieUse WithoutRefresh { get; } = new();

    /// <summary>
    /// The endpoint takes both cookies and writes none: its connection stays open, and what it answers brings the browser no cookies.
    /// </summary>
    public static CookieUse WithoutAnswer { get; } = new();
}
