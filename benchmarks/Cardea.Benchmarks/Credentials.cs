using System.Security.Cryptography;
using Cardea.Keys;
using Cardea.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Benchmarks;

/// <summary>One access token, signed in each of the ways that are compared.</summary>
internal static class Credentials
{
    public const string Issuer = "https://id.example.org";
    public const string Audience = "https://api.example.org";

    public const string Subject = "0199c1d2-6c00-7abc-8def-0123456789ab";

    public static SigningKey Es256 { get; } = SigningKey.Generate(out _);

    public static RsaSecurityKey Rs256 { get; } = new(RSA.Create(2048)) { KeyId = "rsa" };

    public static SymmetricSecurityKey Hs256 { get; } = new(RandomNumberGenerator.GetBytes(32)) { KeyId = "hmac" };

    /// <param name="credentials">What it is signed with.</param>
    /// <param name="members">More members of its payload, each followed by a comma.</param>
    public static string Token(SigningCredentials credentials, string members = "")
    {
        var now = TimeProvider.System.GetUtcNow();
        var session = SessionId.Create(now.AddDays(30));
        var payload = $$"""
            {{{members}}"iss":"{{Issuer}}","aud":"{{Audience}}","sub":"{{Subject}}","client_id":"cardea","sid":"{{session}}","jti":"{{session}}.0","iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddHours(2).ToUnixTimeSeconds()}},"auth_time":{{now.ToUnixTimeSeconds()}},"amr":["pwd"],"roles":["reader","writer"]}
            """;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
            .CreateToken(payload, credentials, new Dictionary<string, object> { ["typ"] = "at+jwt" });
    }
}
