using Cardea.Sessions;

namespace Cardea.Tokens;

/// <summary>What a client gets when it signs in or refreshes.</summary>
/// <param name="Access">For the APIs.</param>
/// <param name="Refresh">For the next refresh.</param>
/// <param name="RefreshExpiresIn">How long until the session's absolute end.</param>
public sealed record IssuedTokens(AccessToken Access, RefreshToken Refresh, TimeSpan RefreshExpiresIn)
{
    /// <summary>The session they belong to.</summary>
    public SessionId SessionId => Refresh.SessionId;
}
