using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Tokens;

namespace Cardea.Validation.Tokens;

/// <summary>The required claims of an access token, and some optional ones (RFC 9068, section 2.2). Times are Unix seconds.</summary>
/// <param name="Iss">The issuer.</param>
/// <param name="Aud">The audience: a text or a list of texts.</param>
/// <param name="Sub">The user.</param>
/// <param name="ClientId">The client.</param>
/// <param name="Sid">The session.</param>
/// <param name="Jti">The session, its recalls and its generation.</param>
/// <param name="Iat">When the token was issued.</param>
/// <param name="Exp">When the token expires.</param>
/// <param name="AuthTime">When the user proved who they are.</param>
/// <param name="Nbf">When the token becomes valid, if not at once.</param>
/// <param name="Amr">How the user proved it.</param>
/// <param name="Roles">The roles of the user.</param>
internal sealed record TokenPayload(
    string Iss,
    JsonElement Aud,
    string Sub,
    string ClientId,
    string Sid,
    string Jti,
    long Iat,
    long Exp,
    long AuthTime,
    long Nbf = 0,
    string?[]? Amr = null,
    string?[]? Roles = null)
{
    // One day before the end of the calendar, so that adding the skew does not overflow.
    private static readonly long LastSecond = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds();

    /// <summary>Unused claims. They are collected so that duplicate members are found.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>When the token becomes valid. Never before the token was issued.</summary>
    [JsonIgnore]
    public DateTimeOffset NotBefore => DateTimeOffset.FromUnixTimeSeconds(Math.Max(Iat, Nbf));

    /// <summary>The audiences, once <see cref="TryReadId"/> has found them to be texts.</summary>
    [JsonIgnore]
    public string[] Audiences => Aud.ValueKind == JsonValueKind.String ? [Aud.GetString()!] : [.. Aud.EnumerateArray().Select(static one => one.GetString()!)];

    /// <summary>Reads the ids. Returns false if a claim is wrong or two claims contradict each other.</summary>
    public bool TryReadId(out AccessTokenId id)
    {
        id = default;
        return Sub.Length > 0
            && ClientId.Length > 0
            && IsTextOrTexts(Aud)
            && IsTime(Iat) && IsTime(Exp) && IsTime(AuthTime) && IsTime(Nbf)
            && Amr?.Contains(null) is not true
            && Roles?.Contains(null) is not true
            && SessionId.TryParse(Sid, out var sessionId)
            && AccessTokenId.TryParse(Jti, out id)
            && id.SessionId == sessionId;
    }

    private static bool IsTime(long seconds) => seconds >= 0 && seconds <= LastSecond;

    private static bool IsTextOrTexts(JsonElement audience) =>
        audience.ValueKind == JsonValueKind.String
        || (audience.ValueKind == JsonValueKind.Array && audience.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.String));
}
