namespace Cardea.AspNetCore.Passwords;

/// <summary>What proves a lasting change.</summary>
internal enum LastingChangeProof
{
    /// <summary>Nothing: the change is refused.</summary>
    None,

    /// <summary>An access token for the issuer.</summary>
    AccountToken,

    /// <summary>The session's cookies. A resource API may see the access token of a cookie, never the refresh token.</summary>
    SessionCookie,

    /// <summary>The account's password, if it is right.</summary>
    Password,
}
