using Cardea.Tokens;
using Cardea.Validation.Issuers;

namespace Cardea.Validation.Tokens;

/// <summary>
/// What can happen to an access token after its signature was verified: it expires, its key is given up, it is revoked. All
/// three are looked at on every request.
/// </summary>
internal sealed class TokenStanding(IIssuer issuer, TimeSpan clockSkew, TimeProvider clock)
{
    /// <summary>Says what has happened to a token; <see langword="null"/> if it is accepted.</summary>
    /// <param name="id">The token.</param>
    /// <param name="keyId">The key that signed it.</param>
    /// <param name="expiresAt">When it expires.</param>
    /// <exception cref="StoreUnavailableException">It can't be said.</exception>
    public ValueTask<string?> FindFaultAsync(AccessTokenId id, string keyId, DateTimeOffset expiresAt)
    {
        // What is known to be bad is so however old the knowledge is.
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

    // After it is sure that the knowledge is fresh: a process that was stopped has learned of ends and retired keys by then.
    private string? Look(AccessTokenId id, string keyId, DateTimeOffset expiresAt) =>
        Look(id, expiresAt) ?? (issuer.FindKey(keyId) is null ? "Signed by a key that is not accepted any more." : null);

    private string? Look(AccessTokenId id, DateTimeOffset expiresAt)
    {
        // The issuer keeps a revocation until the token has expired by its own skew. A larger one here would outlive it.
        var skew = issuer.ClockSkew < clockSkew ? issuer.ClockSkew : clockSkew;
        return clock.GetUtcNow() - skew >= expiresAt ? "Expired." : issuer.Refuses(id) ? "Revoked." : null;
    }
}
