using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>A revocation: from now on, access tokens of the session are refused below a number of recalls, or all of them.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="LowestRecalls">The lowest number of recalls still accepted; <see cref="None"/> when the session has ended.</param>
/// <param name="Life">
/// How long whoever learns of it must keep it: as long as any access token that it refuses may live, and as clocks may be
/// wrong. Counted from when they learned of it, by a clock that nobody sets.
/// </param>
public readonly record struct RevokedSession(SessionId SessionId, int LowestRecalls, TimeSpan Life)
{
    /// <summary>The <see cref="LowestRecalls"/> of a session that has ended: none is accepted.</summary>
    public const int None = int.MaxValue;

    /// <summary>Whether the session has ended.</summary>
    public bool IsEnd => LowestRecalls == None;

    /// <summary>The end of a session.</summary>
    public static RevokedSession Ended(SessionId sessionId, TimeSpan life) => new(sessionId, None, life);
}
