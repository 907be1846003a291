using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Cardea.Validation.Tests.Running;

/// <summary>Tokens that the core would never issue. Untouched, a forgery is a good token: see the tests that say so.</summary>
internal static class Forgery
{
    public const string SessionId = "01b8a5d4-6c00-7abc-8def-0123456789ab";

    /// <summary>The header of a good token, of the key that signs now.</summary>
    public static string Header(this Issuer issuer) => $$"""{"alg":"ES256","typ":"at+jwt","kid":"{{issuer.SigningKey.Id}}"}""";

    /// <summary>The claims of a good token, some of them changed: a member and its JSON, or <see langword="null"/> to leave it out.</summary>
    public static string Claims(params (string Name, string? Json)[] changes)
    {
        List<(string Name, string? Json)> claims =
        [
            ("iss", "\"https://id.example.org\""),
            ("aud", "\"https://api.example.org\""),
            ("sub", "\"alice\""),
            ("client_id", "\"cardea\""),
            ("sid", $"\"{SessionId}\""),
            ("jti", $"\"{SessionId}.0.0\""),
            ("iat", "1893456000"),
            ("exp", "1893456600"),
            ("auth_time", "1893456000"),
            ("amr", "[\"pwd\"]"),
        ];
        foreach (var change in changes)
        {
            var index = claims.FindIndex(claim => claim.Name == change.Name);
            if (index < 0)
            {
                claims.Add(change);
            }
            else
            {
                claims[index] = change;
            }
        }

        return $"{{{string.Join(',', claims.Where(static claim => claim.Json is not null).Select(static claim => $"\"{claim.Name}\":{claim.Json}"))}}}";
    }

    /// <summary>Signs whatever it is given, as the issuer would.</summary>
    public static string Sign(this Issuer issuer, string header, string payload) =>
        issuer.Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload));

    public static string Sign(this Issuer issuer, byte[] header, byte[] payload)
    {
        using var key = issuer.PrivateKey();
        return Sign(header, payload, content => key.SignData(content, HashAlgorithmName.SHA256));
    }

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign) =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), sign);

    private static string Sign(byte[] header, byte[] payload, Func<byte[], byte[]> sign)
    {
        var content = $"{Encode(header)}.{Encode(payload)}";
        return $"{content}.{Encode(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
