using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>Ends the sessions of a user, except perhaps one.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Except">The session that goes on; <see langword="null"/> when none does.</param>
internal sealed record SessionEnding(EndReason Reason, SessionId? Except);
