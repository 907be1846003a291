using Cardea.Revocation;

namespace Cardea.Sessions;

/// <summary>What became of a session about to be stored.</summary>
public abstract record SessionCreation
{
    private SessionCreation()
    {
    }

    /// <summary>It is stored, durably, and its event too.</summary>
    /// <param name="Displaced">The oldest sessions of the user, ended to stay within the limit per user.</param>
    /// <param name="IsOfKnownDevice">Whether the user has signed in before with the same program from the same network.</param>
    public sealed record Created(IReadOnlyList<RevokedSession> Displaced, bool IsOfKnownDevice) : SessionCreation;

    /// <summary>Nothing is stored: the account was disabled, deleted, or its credential changed while the sign-in was under way.</summary>
    public sealed record CredentialChanged : SessionCreation;
}
