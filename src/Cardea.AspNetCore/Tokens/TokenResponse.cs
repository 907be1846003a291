using Cardea.Tokens;

namespace Cardea.AspNetCore.Tokens;

/// <summary>What a client gets when it signs in or refreshes. A class, so that printing it shows no token.</summary>
internal sealed class TokenResponse
{
    public required string TokenType { get; init; }

    public required string AccessToken { get; init; }

    public required long ExpiresIn { get; init; }

    public required string RefreshToken { get; init; }

    public required long RefreshExpiresIn { get; init; }

    public required string SessionId { get; init; }

    public static TokenResponse Of(IssuedTokens tokens) => new()
    {
        TokenType = "Bearer",
        AccessToken = tokens.Access.Reveal(),
        ExpiresIn = (long)tokens.Access.ExpiresIn.TotalSeconds,
        RefreshToken = tokens.Refresh.Reveal(),
        RefreshExpiresIn = (long)tokens.RefreshExpiresIn.TotalSeconds,
        SessionId = tokens.SessionId.ToString(),
    };
}
