using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Mail;

namespace Cardea.Invitations;

/// <summary>Stores invitations until they are used or expire. An account that uses one is added by <see cref="Accounts.IAccountStore.AddInvitedAsync"/>.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface IInvitationStore
{
    /// <summary>
    /// Adds an invitation in place of an earlier one for the address, unless an account has the address. The event and the mail are stored in the
    /// same transaction.
    /// </summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="code">The hash of the mailed code.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="by">The event for the audit.</param>
    /// <param name="actor">The operator's session; null if the change needs none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<InvitationChange> AddAsync(
        Invitation invitation, CodeHash code, OutboxMail mail, SecurityEvent by, Actor? actor, CancellationToken cancellationToken);

    /// <summary>Removes an invitation: its code is void.</summary>
    /// <param name="id">The invitation.</param>
    /// <param name="by">The event for the audit.</param>
    /// <param name="actor">The operator's session; null if the change needs none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<InvitationChange> RemoveAsync(Guid id, SecurityEvent by, Actor? actor, CancellationToken cancellationToken);

    /// <summary>Reads valid invitations, the oldest first.</summary>
    /// <param name="after">Reads only later invitations than this one; null to begin with the oldest.</param>
    /// <param name="most">The maximum number of invitations.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<Invitation>> ReadAsync(Guid? after, int most, CancellationToken cancellationToken);

    /// <summary>Returns whether an address has a valid invitation. An answer holds for the moment; only adding the account decides.</summary>
    /// <param name="email">The address, normalised.</param>
    /// <param name="code">The hash of the mailed code.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<bool> IsValidAsync(string email, CodeHash code, CancellationToken cancellationToken);
}
