using Microsoft.IdentityModel.Tokens;

namespace Cardea.AspNetCore.Keys;

/// <summary>A JSON Web Key Set (RFC 7517, section 5).</summary>
internal sealed record JwksResponse(IReadOnlyList<JwkResponse> Keys);

/// <summary>One public key. It has no members for private values.</summary>
internal sealed record JwkResponse(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y)
{
    public static JwkResponse Of(JsonWebKey key) => new(key.Kty, key.Use, key.Alg, key.Kid, key.Crv, key.X, key.Y);
}
