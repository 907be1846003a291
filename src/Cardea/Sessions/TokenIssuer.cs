using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cardea.Keys;
using Cardea.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Cardea.Sessions;

/// <summary>
/// Issues access tokens in the profile of RFC 9068, signed with ES256. A token contains no e-mail address and nothing else that
/// is personal.
/// </summary>
internal sealed class TokenIssuer(KeyRing keys, CardeaOptions options)
{
    /// <summary>The <c>typ</c> of the header. This value prevents that other JWTs of the same issuer are accepted as access tokens.</summary>
    public const string TokenType = "at+jwt";

    // A token for the issuer can change the account, so it lives as long as such a change takes.
    private static readonly TimeSpan LongestLifeForIssuer = TimeSpan.FromMinutes(5);

    private static readonly JsonWebTokenHandler Writer = new() { SetDefaultTimesOnTokenCreation = false };
    private static readonly Dictionary<string, object> Header = new(StringComparer.Ordinal) { ["typ"] = TokenType };

    /// <summary>Issues the tokens of a session that goes on, as of the time by the store's clock.</summary>
    /// <param name="grant">The session.</param>
    /// <param name="audience">The program that the access token is for. Default: the APIs.</param>
    /// <exception cref="StoreUnavailableException">No key has been read yet, or the last read is too old.</exception>
    public IssuedTokens Issue(SessionGrant grant, TokenAudience audience = TokenAudience.Apis)
    {
        var (key, longestLife) = keys.CurrentSigning();
        var lifetime = LifetimeOf(grant, audience, longestLife);

        // A browser may get an access token and lose the cookie beside it. So in a cookie session, access tokens prove nothing.
        var isOfCookie = grant.Transport.HasFlag(TokenTransport.Cookie);
        var id = new AccessTokenId(grant.SessionId, grant.Recalls, isOfCookie ? null : grant.Successor?.Generation);
        var payload = Payload(id, audience, grant.Subject, grant.At.ToUnixTimeSeconds(), lifetime);
        var jwt = Writer.CreateToken(payload, key.Credentials, Header);
        return new(grant.SessionId, new(jwt, TimeSpan.FromSeconds(lifetime)), grant.Successor, grant.SessionId.AbsoluteEnd - grant.At)
        {
            Transport = grant.Transport,
        };
    }

    private string Payload(AccessTokenId id, TokenAudience audience, SessionSubject subject, long issuedAt, long lifetime)
    {
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, options.Issuer);
            json.WriteString("aud"u8, audience == TokenAudience.Issuer ? options.Issuer : options.Audience);
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

    // The jitter of ± 5 % comes from the refresh token's hash, so it is even, and the same for a repeated answer. No token lives longer
    // than its key's row says, or beyond the session's absolute end.
    private long LifetimeOf(SessionGrant grant, TokenAudience audience, TimeSpan longestLife)
    {
        var jitter = grant.Successor is { } successor ? successor.Hash[0] : RandomNumberGenerator.GetInt32(byte.MaxValue + 1);
        var lifetime = options.LifetimeOf(grant.Transport) * (0.95 + (0.1 * jitter / byte.MaxValue));
        var left = grant.SessionId.AbsoluteEnd - grant.At;
        var seconds = Math.Min(Math.Min(lifetime.TotalSeconds, longestLife.TotalSeconds), left.TotalSeconds);
        return (long)(audience == TokenAudience.Issuer ? Math.Min(seconds, LongestLifeForIssuer.TotalSeconds) : seconds);
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
