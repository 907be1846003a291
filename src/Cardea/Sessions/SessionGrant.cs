using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>What a store says of a session that goes on: all that its tokens are made from.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Successor">The refresh token to answer with; <see langword="null"/> if the client keeps the one that it has.</param>
/// <param name="Subject">Whose session it is, as of now.</param>
/// <param name="Recalls">How often its access tokens were recalled. Those with a lower number are refused.</param>
/// <param name="At">The time by the store's clock. Tokens are issued as of then, so that a node with a wrong clock issues none that live too long.</param>
internal sealed record SessionGrant(SessionId SessionId, RefreshToken? Successor, SessionSubject Subject, int Recalls, DateTimeOffset At);
