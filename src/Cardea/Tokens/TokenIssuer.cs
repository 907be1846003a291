using System.Buffers;
using System.Text;
using System.Text.Json;
using Cardea.Keys;
using Cardea.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Cardea.Tokens;

/// <summary>
/// Puts an access token beside a refresh token: in the profile of RFC 9068, signed with ES256. No e-mail, nothing personal.
/// </summary>
public sealed class TokenIssuer(KeyRing keys, CardeaOptions options, TimeProvider clock)
{
    /// <summary>The <c>typ</c> of the header, which keeps other JWTs of the same issuer from passing for access tokens.</summary>
    public const string TokenType = "at+jwt";

    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };
    private static readonly Dictionary<string, object> Header = new(StringComparer.Ordinal) { ["typ"] = TokenType };

    /// <summary>Issues what goes with <paramref name="refreshToken"/>: an access token of the same session and generation.</summary>
    /// <exception cref="StoreUnavailableException">No key has been read yet.</exception>
    public IssuedTokens Issue(RefreshToken refreshToken, SessionSubject subject)
    {
        var now = clock.GetUtcNow();
        var lifetime = LifetimeOf(refreshToken, now);
        var payload = Payload(new(refreshToken.SessionId, refreshToken.Generation), subject, now.ToUnixTimeSeconds(), lifetime);
        var jwt = Writer.CreateToken(payload, keys.CurrentSigning().Credentials, Header);
        return new(new(jwt, TimeSpan.FromSeconds(lifetime)), refreshToken, refreshToken.SessionId.AbsoluteEnd - now);
    }

    private string Payload(AccessTokenId id, SessionSubject subject, long issuedAt, long lifetime)
    {
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, options.Issuer);
            json.WriteString("aud"u8, options.Audience);
            json.WriteString("sub"u8, subject.UserId.Value);
            json.WriteString("client_id"u8, options.ClientId);
            json.WriteString("sid"u8, id.SessionId.Value);
            json.WriteString("jti"u8, id.ToString());
            json.WriteNumber("iat"u8, issuedAt);
            json.WriteNumber("exp"u8, issuedAt + lifetime);
            json.WriteNumber("auth_time"u8, subject.AuthTime.ToUnixTimeSeconds());
            WriteStrings(json, "amr"u8, subject.Amr);
            if (subject.Roles is { Count: > 0 } roles)
            {
                WriteStrings(json, "roles"u8, roles);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(payload.WrittenSpan);
    }

    // The jitter of ± 5 % is taken from the token's own hash: even, and the same for a repeated answer. Beyond the
    // session's absolute end nothing is accepted.
    private long LifetimeOf(RefreshToken refreshToken, DateTimeOffset now)
    {
        var lifetime = options.AccessTokenLifetime * (0.95 + (0.1 * refreshToken.Hash[0] / byte.MaxValue));
        return (long)Math.Min(lifetime.TotalSeconds, (refreshToken.SessionId.AbsoluteEnd - now).TotalSeconds);
    }

    private static void WriteStrings(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
