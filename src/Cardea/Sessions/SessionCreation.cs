using Cardea.Revocation;

namespace Cardea.Sessions;

/// <summary>What became of a session about to be stored.</summary>
internal abstract record SessionCreation
{
    private SessionCreation()
    {
    }

    /// <summary>It is stored, durably, and its event too.</summary>
    /// <param name="Displaced">The sessions of the user that were ended to stay within the limit per user.</param>
    /// <param name="IsOfKnownDevice">Whether the user has signed in before with the same program from the same network.</param>
    /// <param name="At">When it began, by the store's clock.</param>
    public sealed record Created(IReadOnlyList<RevokedSession> Displaced, bool IsOfKnownDevice, DateTimeOffset At) : SessionCreation;

    /// <summary>
    /// Nothing is stored: while the sign-in was under way the account was disabled or deleted, its credential changed, or all
    /// its sessions were ended.
    /// </summary>
    public sealed record Overtaken : SessionCreation;
}
