using System.Text.Json.Serialization;
using Cardea.Sessions;

namespace Cardea.AspNetCore.OAuth;

/// <summary>Tokens as clients of OAuth read them (RFC 6749, section 5.1). A class, so that printing it shows no token.</summary>
internal sealed class GrantResponse
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    [JsonPropertyName("token_type")]
    public required string TokenType { get; init; }

    [JsonPropertyName("expires_in")]
    public required long ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public required string RefreshToken { get; init; }

    public static GrantResponse Of(IssuedTokens tokens) => new()
    {
        AccessToken = tokens.Access.Reveal(),
        TokenType = "Bearer",
        ExpiresIn = (long)tokens.Access.ExpiresIn.TotalSeconds,
        RefreshToken = tokens.Refresh!.Reveal(),
    };
}
