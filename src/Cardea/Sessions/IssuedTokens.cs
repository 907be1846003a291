using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>What a client gets when it signs in, refreshes, or proves again who its user is.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Access">For the APIs.</param>
/// <param name="Refresh">For the next refresh; <see langword="null"/> if the client keeps the one that it has.</param>
/// <param name="ExpiresIn">How long until the session's absolute end.</param>
internal sealed record IssuedTokens(SessionId SessionId, AccessToken Access, RefreshToken? Refresh, TimeSpan ExpiresIn);
