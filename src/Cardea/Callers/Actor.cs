using Cardea.Tokens;

namespace Cardea.Callers;

/// <summary>
/// The session through which a change is made. The store makes the change only if, in the same transaction, the session is live
/// and belongs to the user, and the user is enabled and has the role. A request that was held back can't outlive its session.
/// </summary>
/// <param name="User">The user who makes the change.</param>
/// <param name="Session">The acting session.</param>
/// <param name="Role">The role that the user must have; null for none.</param>
internal sealed record Actor(UserId User, SessionId Session, string? Role = null);
