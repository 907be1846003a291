using System.Diagnostics.CodeAnalysis;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Rotation;

/// <summary>Helps requests that authenticate the user again, and that may contain the session's refresh token.</summary>
internal static class ProvedSession
{
    /// <summary>Reads the refresh token of a request, if there is one.</summary>
    /// <returns>True if the token belongs to the session, or if there is no token.</returns>
    public static bool TryProve(
        this RefreshTokenRotation rotation,
        SessionId session,
        UserId user,
        IReadOnlyList<string> amr,
        string? refreshToken,
        [NotNullWhen(true)] out SessionProof? proof)
    {
        var presented = rotation.ReadBody(refreshToken);
        proof = refreshToken is null || presented?.SessionId == session ? new(session, user, amr, presented) : null;
        return proof is not null;
    }
}
