namespace Cardea.Cookies;

/// <summary>How the cookies of browsers behave that sign in with <c>?useCookies=true</c>.</summary>
public sealed class CookieRules
{
    /// <summary>The shortest <see cref="RotateAfter"/> that is accepted.</summary>
    internal static readonly TimeSpan ShortestRotation = TimeSpan.FromMinutes(5);

    /// <summary>The longest <see cref="RotateAfter"/> that is accepted.</summary>
    internal static readonly TimeSpan LongestRotation = TimeSpan.FromDays(30);

    // A cookie that was just replaced must outlive the other requests of its page, and an access cookie must outlive its answer.
    internal static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan ShortestAccess = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a browser sends the cookies when a user follows a link from another site. Default <see cref="CookieSameSite.Lax"/>: the user
    /// arrives signed in.
    /// </summary>
    public CookieSameSite SameSite { get; set; } = CookieSameSite.Lax;

    /// <summary>
    /// How old a refresh cookie gets before a refresh replaces it. Default 1 hour; 5 minutes to 30 days. It counts as at most half of the
    /// time that <see cref="CardeaOptions.IdleTimeout"/> exceeds <see cref="CardeaOptions.AccessTokenLifetime"/> by.
    /// </summary>
    public TimeSpan RotateAfter { get; set; } = TimeSpan.FromHours(1);
}
