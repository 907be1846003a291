using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>Ends the sessions of a user, except <paramref name="Except"/>.</summary>
/// <param name="Reason">Why the sessions end.</param>
/// <param name="Except">The session that goes on; <see langword="null"/> if all sessions end.</param>
internal sealed record SessionEnding(EndReason Reason, SessionId? Except);
