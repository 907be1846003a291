using Cardea.Revocation;
using Cardea.Rotation;

namespace Cardea.Accounts;

/// <summary>What became of an update of a user.</summary>
internal abstract record AccountUpdate
{
    private AccountUpdate()
    {
    }

    /// <summary>What it revoked, durably.</summary>
    public virtual IReadOnlyList<RevokedSession> Revoked => [];

    /// <summary>It is stored, durably.</summary>
    /// <param name="Revoked">Of their sessions: ended or recalled, as the change asks for, where the account was disabled, or where its roles changed.</param>
    /// <param name="Session">How the session of <see cref="AccountWrite.Proof"/> goes on; <see langword="null"/> without one.</param>
    public sealed record Updated(IReadOnlyList<RevokedSession> Revoked, RotationOutcome.Continued? Session = null) : AccountUpdate
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked { get; } = Revoked;
    }

    /// <summary>The session of <see cref="AccountWrite.Proof"/> does not go on. Nothing is changed, except that a replay has ended it.</summary>
    /// <param name="Outcome">Why.</param>
    public sealed record SessionRefused(RotationOutcome Outcome) : AccountUpdate
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked => Outcome.Revoked;
    }

    /// <summary>Somebody else updated or removed the user since it was read.</summary>
    public sealed record Stale : AccountUpdate;

    /// <summary>The new e-mail address belongs to another user.</summary>
    public sealed record EmailTaken : AccountUpdate;

    /// <summary>The code that goes with it was used before, has expired, or was replaced by a newer one.</summary>
    public sealed record CodeSpent : AccountUpdate;

    /// <summary>The acting session is over, or its user is not entitled. Nothing changed.</summary>
    public sealed record ActorRefused : AccountUpdate;

    /// <summary>The new passkey belongs to another user.</summary>
    public sealed record PasskeyTaken : AccountUpdate;
}
