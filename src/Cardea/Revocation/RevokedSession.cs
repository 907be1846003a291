using Cardea.Sessions;

namespace Cardea.Revocation;

/// <summary>A revocation: from now on, access tokens of the session are refused below a generation, or all of them.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="LowestGeneration">The lowest generation still accepted; <see cref="None"/> when the session has ended.</param>
/// <param name="ExpiresAt">When it can be forgotten, because every access token it refuses has expired.</param>
public readonly record struct RevokedSession(SessionId SessionId, int LowestGeneration, DateTimeOffset ExpiresAt)
{
    /// <summary>The <see cref="LowestGeneration"/> of a session that has ended: none is accepted.</summary>
    public const int None = int.MaxValue;
}
