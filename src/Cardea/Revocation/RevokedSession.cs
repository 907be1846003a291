using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>A revocation: refuses the access tokens of a session that have fewer recalls, or all of them.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="LowestRecalls">The lowest number of recalls that is still accepted; <see cref="None"/> if the session has ended.</param>
/// <param name="Life">
/// How long a process must keep the revocation after learning of it, measured by the monotonic clock: the longest life of an
/// access token that it refuses, and a margin for wrong clocks.
/// </param>
internal readonly record struct RevokedSession(SessionId SessionId, int LowestRecalls, TimeSpan Life)
{
    /// <summary>The <see cref="LowestRecalls"/> of a session that has ended. No access token is accepted.</summary>
    public const int None = int.MaxValue;

    /// <summary>True if the session has ended.</summary>
    public bool IsEnd => LowestRecalls == None;

    /// <summary>Creates the end of a session.</summary>
    public static RevokedSession Ended(SessionId sessionId, TimeSpan life) => new(sessionId, None, life);
}
