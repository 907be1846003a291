using Cardea.Revocation;
using Cardea.Rotation;

namespace Cardea.Accounts;

/// <summary>The result of an update of a user.</summary>
internal abstract record AccountUpdate
{
    private AccountUpdate()
    {
    }

    /// <summary>The revocations that the update stored durably.</summary>
    public virtual IReadOnlyList<RevokedSession> Revoked => [];

    /// <summary>The update is stored durably.</summary>
    /// <param name="Revoked">
    /// The revocations of the user's sessions. The update ended or recalled these sessions because the change asks for it, the account was
    /// disabled, or its roles changed.
    /// </param>
    /// <param name="Session">How the session of <see cref="AccountWrite.Proof"/> goes on; <see langword="null"/> without a proof.</param>
    public sealed record Updated(IReadOnlyList<RevokedSession> Revoked, RotationOutcome.Continued? Session = null) : AccountUpdate
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked { get; } = Revoked;
    }

    /// <summary>
    /// The session of <see cref="AccountWrite.Proof"/> does not go on. A replay has ended the session; otherwise nothing has
    /// changed.
    /// </summary>
    /// <param name="Outcome">Why the session does not go on.</param>
    public sealed record SessionRefused(RotationOutcome Outcome) : AccountUpdate
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked => Outcome.Revoked;
    }

    /// <summary>Another caller updated or removed the user after the user was read.</summary>
    public sealed record Stale : AccountUpdate;

    /// <summary>The new e-mail address belongs to another user, or is reserved for one who can go back to it.</summary>
    public sealed record EmailTaken : AccountUpdate;

    /// <summary>The code of the change was used before, has expired, or is void.</summary>
    public sealed record CodeSpent : AccountUpdate;

    /// <summary>The acting session is over, or its user is not entitled. Nothing changed.</summary>
    public sealed record ActorRefused : AccountUpdate;

    /// <summary>The user is the last enabled administrator. Nothing changed.</summary>
    public sealed record LastAdministrator : AccountUpdate;

    /// <summary>The new passkey belongs to another user.</summary>
    public sealed record PasskeyTaken : AccountUpdate;

    /// <summary>The new login at a provider belongs to another user.</summary>
    public sealed record ExternalLoginTaken : AccountUpdate;
}
