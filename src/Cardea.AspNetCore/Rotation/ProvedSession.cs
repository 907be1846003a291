using System.Diagnostics.CodeAnalysis;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Rotation;

/// <summary>What requests have in common that prove again who their user is, and may bring the session's refresh token.</summary>
internal static class ProvedSession
{
    /// <summary>Reads the refresh token of a request, if it brought one.</summary>
    /// <returns>Whether it is one of the session, or there is none.</returns>
    public static bool TryProve(
        this RefreshTokenRotation rotation,
        SessionId session,
        UserId user,
        IReadOnlyList<string> amr,
        string? refreshToken,
        [NotNullWhen(true)] out SessionProof? proof)
    {
        var presented = refreshToken is null ? null : rotation.Read(refreshToken);
        proof = refreshToken is null || presented?.SessionId == session ? new(session, user, amr, presented) : null;
        return proof is not null;
    }
}
