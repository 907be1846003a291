using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Revocation;

/// <summary>One accepted key in the feed: a public JWK (RFC 7517).</summary>
internal sealed record FeedKey(string Kty, string Kid, string? Use = null, string? Alg = null, string? Crv = null, string? X = null, string? Y = null)
{
    /// <summary>Copies the public half of a key.</summary>
    public static FeedKey Of(JsonWebKey key) => new(key.Kty, key.Kid, key.Use, key.Alg, key.Crv, key.X, key.Y);

    /// <summary>
    /// Returns the key if it is an ES256 key, the one kind that Cardea signs with; otherwise <see langword="null"/>. An API
    /// ignores other kinds that a later version of the issuer may add.
    /// </summary>
    public SecurityKey? ToSecurityKey() =>
        this is
        {
            Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256, Alg: SecurityAlgorithms.EcdsaSha256,
            Use: JsonWebKeyUseNames.Sig, Kid.Length: > 0, X: not null, Y: not null,
        }
            ? new JsonWebKey { Kty = Kty, Crv = Crv, X = X, Y = Y, Kid = Kid, KeyId = Kid }
            : null;
}
