using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>
/// The session in which a user has just proved again who they are. Its <c>auth_time</c> and <c>amr</c> move in any case; its
/// generation moves only if its refresh token is presented.
/// </summary>
/// <param name="SessionId">The session; it must be live.</param>
/// <param name="Owner">Whose it must be.</param>
/// <param name="Amr">How they have proved it in this session, as of now (RFC 8176).</param>
/// <param name="Presented">The refresh token that came with the request; <see langword="null"/> if none did.</param>
internal sealed record SessionProof(SessionId SessionId, UserId Owner, IReadOnlyList<string> Amr, RefreshToken? Presented);
