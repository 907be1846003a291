using System.Text.Json.Serialization;
using Cardea.AspNetCore.OAuth;

namespace Cardea.AspNetCore.Metadata;

/// <summary>The issuer's metadata. It has no response type and one grant, because users do not sign in to third parties here.</summary>
internal sealed record MetadataResponse(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("token_endpoint")] string TokenUri,
    [property: JsonPropertyName("revocation_endpoint")] string RevocationUri,
    [property: JsonPropertyName("introspection_endpoint")] string IntrospectionUri)
{
    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string> ResponseTypes { get; } = [];

    [JsonPropertyName("grant_types_supported")]
    public IReadOnlyList<string> GrantTypes { get; } = [TokenEndpoint.GrantType];

    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> TokenAuthentication { get; } = ["none"];

    [JsonPropertyName("revocation_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> RevocationAuthentication { get; } = ["none"];

    [JsonPropertyName("introspection_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> IntrospectionAuthentication { get; } = ["client_secret_basic"];

    [JsonPropertyName("subject_types_supported")]
    public IReadOnlyList<string> SubjectTypes { get; } = ["public"];

    [JsonPropertyName("id_token_signing_alg_values_supported")]
    public IReadOnlyList<string> SigningAlgorithms { get; } = ["ES256"];

    /// <summary>The metadata of an issuer.</summary>
    /// <param name="issuer">The issuer.</param>
    /// <param name="addressOf">Returns the public address of a path of the contract.</param>
    public static MetadataResponse Of(string issuer, Func<string, string> addressOf) =>
        new(issuer, addressOf("/.well-known/jwks.json"), addressOf("/oauth/token"), addressOf("/oauth/revoke"), addressOf("/oauth/introspect"));
}
