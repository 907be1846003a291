using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Tokens;

namespace Cardea.Validation.Tokens;

/// <summary>The claims that an access token must have, and some that it may (RFC 9068, section 2.2). Times are Unix seconds.</summary>
/// <param name="Iss">Who issued it.</param>
/// <param name="Aud">For whom: a text or a list of texts.</param>
/// <param name="Sub">Whose it is.</param>
/// <param name="ClientId">The client it was issued to.</param>
/// <param name="Sid">The session.</param>
/// <param name="Jti">The session and its generation.</param>
/// <param name="Iat">When it was issued.</param>
/// <param name="Exp">When it expires.</param>
/// <param name="AuthTime">When the user proved who they are.</param>
/// <param name="Nbf">When it becomes good, if not at once.</param>
/// <param name="Amr">How the user proved it.</param>
/// <param name="Roles">What the user may do.</param>
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
    // A day before the calendar ends, so that the skew can be added to it.
    private static readonly long LastSecond = DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeSeconds();

    /// <summary>Claims that we have no use for: collected, so that a member that comes twice is noticed.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>From when on the token is good: what is said of it, but not before it was issued.</summary>
    [JsonIgnore]
    public DateTimeOffset NotBefore => DateTimeOffset.FromUnixTimeSeconds(Math.Max(Iat, Nbf));

    /// <summary>Reads the ids, if the claims are what they should be and agree with each other.</summary>
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
