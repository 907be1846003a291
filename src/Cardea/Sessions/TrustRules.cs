using Cardea.Callers;
using Cardea.Tokens;

namespace Cardea.Sessions;

/// <summary>Decides if the device of a session stays trusted for the second step when the session ends.</summary>
internal static class TrustRules
{
    /// <summary>True if the device stays trusted: it logs out itself, or the user has too many sessions.</summary>
    /// <param name="actor">The session through which the session ends; null if a token of the session, or no session, is the proof.</param>
    /// <param name="session">The session that ends.</param>
    /// <param name="reason">Why it ends.</param>
    public static bool KeepsTrust(Actor? actor, SessionId session, EndReason reason) =>
        reason == EndReason.LimitReached || (reason == EndReason.LoggedOut && (actor is null || actor.Session == session));
}
