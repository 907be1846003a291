using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>
/// The session in which a user has just proved their identity again. Its <c>auth_time</c> and <c>amr</c> always move. Its generation moves
/// only if its refresh token is presented.
/// </summary>
/// <param name="SessionId">The session, which must be live.</param>
/// <param name="Owner">The user who must own the session.</param>
/// <param name="Amr">How the user has proved their identity in this session, up to now (RFC 8176).</param>
/// <param name="Presented">The refresh token that came with the request; <see langword="null"/> if the request has none.</param>
internal sealed record SessionProof(SessionId SessionId, UserId Owner, IReadOnlyList<string> Amr, RefreshToken? Presented);
