using Cardea.Tokens;

namespace Cardea.AspNetCore.Tokens;

/// <summary>What a client gets when it signs in or refreshes. A class, so that printing it shows no token.</summary>
internal sealed class TokenResponse(IssuedTokens tokens)
{
    public string TokenType { get; } = "Bearer";

    public string AccessToken { get; } = tokens.Access.Reveal();

    public long ExpiresIn { get; } = (long)tokens.Access.ExpiresIn.TotalSeconds;

    public string RefreshToken { get; } = tokens.Refresh.Reveal();

    public long RefreshExpiresIn { get; } = (long)tokens.RefreshExpiresIn.TotalSeconds;

    public string SessionId { get; } = tokens.SessionId.ToString();
}
