using Cardea.Tokens;
using Cardea.Validation.Issuers;

namespace Cardea.Validation.Tokens;

/// <summary>
/// Checks, on every request, what may change after an access token's signature was verified: the token expires, its key is
/// retired, or the token is revoked.
/// </summary>
internal sealed class TokenStanding(IIssuer issuer, TimeSpan clockSkew, TimeProvider clock)
{
    /// <summary>Returns the fault of a token; <see langword="null"/> if the token is accepted.</summary>
    /// <param name="id">The token.</param>
    /// <param name="keyId">The key that signed the token.</param>
    /// <param name="expiresAt">When the token expires.</param>
    /// <exception cref="StoreUnavailableException">The keys or revocations are not known, or too old.</exception>
    public ValueTask<string?> FindFaultAsync(AccessTokenId id, string keyId, DateTimeOffset expiresAt)
    {
        // A fault that is known needs no fresh knowledge.
        if (Look(id, expiresAt) is { } fault)
        {
            return new(fault);
        }

        var fresh = issuer.KeepFreshAsync();
        return fresh.IsCompletedSuccessfully ? new(Look(id, keyId, expiresAt)) : WaitAsync(fresh, id, keyId, expiresAt);
    }

    private async ValueTask<string?> WaitAsync(ValueTask fresh, AccessTokenId id, string keyId, DateTimeOffset expiresAt)
    {
        await fresh;
        return Look(id, keyId, expiresAt);
    }

    // Runs after the knowledge is fresh. A process that was stopped has learned of ended sessions and retired keys by then.
    private string? Look(AccessTokenId id, string keyId, DateTimeOffset expiresAt) =>
        Look(id, expiresAt) ?? (issuer.FindKey(keyId) is null ? "Signed by a key that is not accepted any more." : null);

    private string? Look(AccessTokenId id, DateTimeOffset expiresAt)
    {
        // The issuer keeps a revocation until the token has expired by the issuer's skew. With a larger skew here, the token would be accepted after its revocation is dropped.
        var skew = issuer.ClockSkew < clockSkew ? issuer.ClockSkew : clockSkew;
        return clock.GetUtcNow() - skew >= expiresAt ? "Expired." : issuer.Refuses(id) ? "Revoked." : null;
    }
}
