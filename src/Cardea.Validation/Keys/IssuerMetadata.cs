using System.Text.Json.Serialization;

namespace Cardea.Validation.Keys;

/// <summary>What is needed of an issuer's metadata (RFC 8414, section 2).</summary>
/// <param name="Issuer">Its name, which must be the address it was asked at, to the letter (section 3.3).</param>
/// <param name="JwksUri">Where its keys are.</param>
internal sealed record IssuerMetadata(string Issuer, [property: JsonPropertyName("jwks_uri")] Uri JwksUri);
