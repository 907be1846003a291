using Cardea.Revocation;

namespace Cardea.Accounts;

/// <summary>The result of the removal of a user.</summary>
internal abstract record AccountRemoval
{
    private AccountRemoval()
    {
    }

    /// <summary>The revocations, durable.</summary>
    public virtual IReadOnlyList<RevokedSession> Revoked => [];

    /// <summary>The user is removed.</summary>
    /// <param name="Revoked">The sessions that ended.</param>
    public sealed record Removed(IReadOnlyList<RevokedSession> Revoked) : AccountRemoval
    {
        /// <inheritdoc/>
        public override IReadOnlyList<RevokedSession> Revoked { get; } = Revoked;
    }

    /// <summary>The owner's removal must wait, because a change of the address can still be undone. Nothing changed.</summary>
    public sealed record Waits : AccountRemoval;

    /// <summary>There is no such user.</summary>
    public sealed record NotFound : AccountRemoval;

    /// <summary>The user is the last enabled administrator. Nothing changed.</summary>
    public sealed record LastAdministrator : AccountRemoval;

    /// <summary>The acting session is over, or its user is not entitled. Nothing changed.</summary>
    public sealed record ActorRefused : AccountRemoval;
}
