using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Tokens;

namespace Cardea.AspNetCore.OAuth;

/// <summary>The answer about a token (RFC 7662, section 2.2). A token that is not live gets <c>active: false</c> and nothing else.</summary>
internal sealed record IntrospectionResponse
{
    public static IntrospectionResponse Inactive { get; } = new() { Active = false };

    public required bool Active { get; init; }

    [JsonPropertyName("token_type"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Iss { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Aud { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sub { get; init; }

    [JsonPropertyName("client_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sid { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Jti { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Iat { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Exp { get; init; }

    [JsonPropertyName("auth_time"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? AuthTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Amr { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Roles { get; init; }

    public static IntrospectionResponse Of(TokenPayload payload) => new()
    {
        Active = true,
        TokenType = "Bearer",
        Iss = payload.Iss,
        Aud = payload.Aud,
        Sub = payload.Sub,
        ClientId = payload.ClientId,
        Sid = payload.Sid,
        Jti = payload.Jti,
        Iat = payload.Iat,
        Exp = payload.Exp,
        AuthTime = payload.AuthTime,
        Amr = payload.Amr,
        Roles = payload.Roles,
    };

    public static IntrospectionResponse Of(RefreshToken token, SessionSubject subject, CardeaOptions options) => new()
    {
        Active = true,
        TokenType = "refresh_token",
        Iss = options.Issuer,
        Sub = subject.UserId.Value,
        ClientId = options.ClientId,
        Sid = token.SessionId.ToString(),
        Exp = token.SessionId.AbsoluteEnd.ToUnixTimeSeconds(),
        AuthTime = subject.AuthTime.ToUnixTimeSeconds(),
        Amr = [.. subject.Amr],
    };
}
