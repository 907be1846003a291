using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cardea.Tokens;

namespace Cardea.Providers.Protocol;

/// <summary>
/// Who began an attempt, and alone can go on with it: an app by the verifier of its challenge, or a browser by its attempt cookie. The
/// secret of a browser is never in a body, so a page can neither read nor plant it.
/// </summary>
/// <param name="Challenge">SHA-256 of the secret, in base64url (S256, RFC 7636).</param>
/// <param name="Transport">How the tokens of a browser travel: in cookies. An app gets them in the answer.</param>
internal sealed record AttemptOwner(string Challenge, TokenTransport Transport)
{
    /// <summary>True if the owner is a browser, whose session is in cookies.</summary>
    public bool IsBrowser => Transport != TokenTransport.Body;

    /// <summary>An app.</summary>
    public static AttemptOwner App(string challenge) => new(challenge, TokenTransport.Body);

    /// <summary>A browser that is not known yet: its cookie is read when the attempt begins.</summary>
    public static AttemptOwner Browser(TokenTransport transport) => new("", transport);

    /// <summary>Computes the challenge of a secret.</summary>
    public static string ChallengeOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>True if a text can be a challenge: SHA-256 in base64url.</summary>
    public static bool IsChallenge(string? text) => text is { Length: 43 } && Base64Url.IsValid(text);

    /// <summary>True if a request comes from the owner.</summary>
    /// <param name="codeVerifier">The verifier in the body; null without one.</param>
    /// <param name="browser">The challenge of the request's attempt cookie; null without one.</param>
    public bool Is(string? codeVerifier, string? browser) =>
        IsBrowser ? browser is not null && IsSame(browser)
        : codeVerifier is { Length: >= 43 and <= 128 } && IsSame(ChallengeOf(codeVerifier));

    private bool IsSame(string challenge) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(challenge), Encoding.UTF8.GetBytes(Challenge));
}
