using Cardea.Revocation;

namespace Cardea.Accounts;

/// <summary>What became of an update of a user.</summary>
public abstract record AccountUpdate
{
    private AccountUpdate()
    {
    }

    /// <summary>It is stored, durably.</summary>
    /// <param name="Revoked">Of their sessions: ended or recalled, as the change asks for, where the account was disabled, or where its roles changed.</param>
    public sealed record Updated(IReadOnlyList<RevokedSession> Revoked) : AccountUpdate;

    /// <summary>Somebody else updated or removed the user since it was read.</summary>
    public sealed record Stale : AccountUpdate;

    /// <summary>The new e-mail address belongs to another user.</summary>
    public sealed record EmailTaken : AccountUpdate;

    /// <summary>The code that goes with it was used before, has expired, or was replaced by a newer one.</summary>
    public sealed record CodeSpent : AccountUpdate;

    /// <summary>The new passkey belongs to another user.</summary>
    public sealed record PasskeyTaken : AccountUpdate;
}
