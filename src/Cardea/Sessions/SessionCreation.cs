using Cardea.Revocation;

namespace Cardea.Sessions;

/// <summary>The result of storing a new session.</summary>
internal abstract record SessionCreation
{
    private SessionCreation()
    {
    }

    /// <summary>The session and its event are stored durably.</summary>
    /// <param name="Displaced">The sessions of the user that were ended to stay within the limit per user.</param>
    /// <param name="IsOfKnownDevice">True if the user has signed in before with the same program from the same network.</param>
    /// <param name="At">The time when the session began, by the store's clock.</param>
    public sealed record Created(IReadOnlyList<RevokedSession> Displaced, bool IsOfKnownDevice, DateTimeOffset At) : SessionCreation;

    /// <summary>
    /// Nothing is stored. During the sign-in, the account was disabled or deleted, its credential changed, or all its sessions
    /// were ended.
    /// </summary>
    public sealed record Overtaken : SessionCreation;
}
