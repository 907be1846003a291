namespace Cardea.Cookies;

/// <summary>Whether a browser sends the session's cookies with a request that begins on another site.</summary>
public enum CookieSameSite
{
    /// <summary>Only when a user follows a link. A user who comes from a mail or a chat arrives signed in.</summary>
    Lax,

    /// <summary>Never. A user who comes from a mail or a chat arrives signed out, until the next click.</summary>
    Strict,
}
