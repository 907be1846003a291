using Cardea.Tokens;

namespace Cardea.AspNetCore.Factors;

/// <summary>The result of a passkey that signed.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Amr">How, by the values of RFC 8176.</param>
/// <param name="SecurityStamp">The user's stamp at that moment.</param>
/// <param name="SessionEpoch">The user's session epoch before the passkey's answer was checked.</param>
internal sealed record PasskeyProof(UserId UserId, IReadOnlyList<string> Amr, string SecurityStamp, long SessionEpoch)
{
    /// <summary>The time when the passkey was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }
}
