using Cardea.Tokens;

namespace Cardea.AspNetCore.Callers;

/// <summary>The cookies that authenticated a request: a feature of the request.</summary>
/// <remarks>A class, not a record: its <c>ToString</c> must not print a token.</remarks>
/// <param name="session">The session.</param>
/// <param name="accessToken">The access token that the request is authenticated by.</param>
/// <param name="refresh">The refresh token beside it; null if the request has none.</param>
internal sealed class CookieCredential(SessionId session, string accessToken, RefreshToken? refresh)
{
    public SessionId Session => session;

    /// <summary>The access token. It is a secret.</summary>
    public string AccessToken => accessToken;

    /// <summary>A token that no API ever gets, so it proves lasting changes.</summary>
    public RefreshToken? Refresh => refresh;

    /// <summary>How the session's tokens travel.</summary>
    public TokenTransport Transport => refresh?.Transport ?? TokenTransport.Cookie;
}
