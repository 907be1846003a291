using System.Text.Json.Serialization;

namespace Cardea.Providers.Diagnosis;

/// <summary>What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as a sign-in needs it.</summary>
internal sealed class ProviderMetadata
{
    [JsonPropertyName("issuer")]
    public string? Issuer { get; init; }

    [JsonPropertyName("authorization_endpoint")]
    public string? AuthorizationEndpoint { get; init; }

    [JsonPropertyName("token_endpoint")]
    public string? TokenEndpoint { get; init; }

    [JsonPropertyName("jwks_uri")]
    public string? JwksUri { get; init; }

    [JsonPropertyName("id_token_signing_alg_values_supported")]
    public IReadOnlyList<string>? Algorithms { get; init; }
}

/// <summary>How the metadata is read, generated at build time.</summary>
[JsonSerializable(typeof(ProviderMetadata))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;
