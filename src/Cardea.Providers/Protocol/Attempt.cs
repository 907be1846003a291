using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cardea.Tokens;

namespace Cardea.Providers.Protocol;

/// <summary>An attempt to sign in, or to link, with a provider. It travels encrypted in the state, and afterwards lies with its result.</summary>
/// <param name="Provider">The name of the provider.</param>
/// <param name="ReturnUrl">Where the browser goes afterwards.</param>
/// <param name="StartedAt">When it began.</param>
internal sealed record Attempt(string Provider, string ReturnUrl, DateTimeOffset StartedAt)
{
    /// <summary>The challenge of the app that began the attempt (S256, RFC 7636).</summary>
    public required string CodeChallenge { get; init; }

    /// <summary>The app's own state, which comes back to it.</summary>
    public string? State { get; init; }

    /// <summary>The user who links the provider's account; null to sign in.</summary>
    public string? LinkUser { get; init; }

    /// <summary>The session in which the link was begun.</summary>
    public string? LinkSession { get; init; }

    /// <summary>The user's security stamp at that moment.</summary>
    public string? LinkStamp { get; init; }

    /// <summary>True if the attempt links, and does not sign in.</summary>
    public bool Links => LinkUser is not null;

    public static Attempt Parse(string json) => JsonSerializer.Deserialize(json, ProvidersJsonContext.Default.Attempt)!;

    public string ToJson() => JsonSerializer.Serialize(this, ProvidersJsonContext.Default.Attempt);

    /// <summary>True if a text can be a challenge: SHA-256 in base64url.</summary>
    public static bool IsChallenge(string? text) => text is { Length: 43 } && Base64Url.IsValid(text);

    /// <summary>True if the app that presents the verifier is the one that began the attempt.</summary>
    public bool IsOf(string? codeVerifier) => IsOf(CodeChallenge, codeVerifier);

    /// <summary>True if a verifier is the one of a challenge.</summary>
    public static bool IsOf(string challenge, string? codeVerifier) =>
        codeVerifier is { Length: >= 43 and <= 128 }
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(codeVerifier)))), Encoding.ASCII.GetBytes(challenge));

    /// <summary>True if the session of a request is the one in which the link was begun.</summary>
    public bool IsLinkOf(UserId user, SessionId session) => LinkUser == user.Value && LinkSession == session.ToString();

    // Neither the stamp nor an address of an app gets into a log.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Provider = ").Append(Provider);
        return true;
    }
}
