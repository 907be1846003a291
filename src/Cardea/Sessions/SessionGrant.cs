using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>The data of a session that goes on, from the store. The tokens of the session are made from this data.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Successor">The refresh token to answer with; <see langword="null"/> if the client keeps its present refresh token.</param>
/// <param name="Subject">The current subject of the session.</param>
/// <param name="Recalls">How often the session's access tokens were recalled. Access tokens with a lower number are refused.</param>
/// <param name="At">
/// The time by the store's clock. Tokens are issued as of this time, so a node with a wrong clock issues no token that lives too
/// long.
/// </param>
internal sealed record SessionGrant(SessionId SessionId, RefreshToken? Successor, SessionSubject Subject, int Recalls, DateTimeOffset At)
{
    /// <summary>How the session's tokens travel. Default: in the body.</summary>
    public TokenTransport Transport { get; init; } = Successor?.Transport ?? TokenTransport.Body;
}
