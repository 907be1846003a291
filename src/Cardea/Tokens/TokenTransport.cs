namespace Cardea.Tokens;

/// <summary>
/// How the refresh tokens of a session travel. The first token says so, and all its successors. The numbers are in the tokens: never
/// reuse one.
/// </summary>
[Flags]
internal enum TokenTransport : byte
{
    /// <summary>In the bodies of requests and answers.</summary>
    Body = 0,

    /// <summary>In a cookie.</summary>
    Cookie = 1,

    /// <summary>The cookie outlives the browser's session. Only with <see cref="Cookie"/>.</summary>
    Persistent = 2,

    /// <summary>Only the refresh token is in a cookie. The cookie refreshes and logs out, and authenticates nothing else. Only with <see cref="Cookie"/>.</summary>
    RefreshOnly = 4,
}
