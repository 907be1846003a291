using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>Stores <see cref="CardeaUser"/>s. Each method is one guarded statement or one short transaction, durable when it returns.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface IAccountStore
{
    /// <summary>
    /// Adds a user with their passkeys and logins at providers, unless a passkey or a login is taken, or the e-mail address is taken or reserved
    /// for a user who can go back to it. Of many calls at once, one succeeds.
    /// </summary>
    /// <returns>True if the user was added; false if nothing was stored.</returns>
    Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken);

    /// <summary>Adds a user as <see cref="AddAsync"/> does, and uses up the invitation of the address in the same transaction.</summary>
    /// <param name="user">The user.</param>
    /// <param name="invitation">The hash of the mailed code; null if the address is proved in another way, and any invitation of it will do.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<InvitedAddition> AddInvitedAsync(CardeaUser user, CodeHash? invitation, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the users whose id and e-mail address are both free. If two users share one, the first is added. A login at a provider that
    /// is taken is left out. All or none is durable.
    /// </summary>
    /// <param name="users">A few hundred users, because other writers may wait during the call.</param>
    /// <param name="tell">Returns the event of a user; null for none. It is stored with the user, if the user is added.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The ids of the added users.</returns>
    Task<IReadOnlyList<string>> ImportAsync(IReadOnlyList<CardeaUser> users, Func<CardeaUser, SecurityEvent?> tell, CancellationToken cancellationToken);

    /// <summary>Finds a user by id.</summary>
    Task<CardeaUser?> FindAsync(UserId id, CancellationToken cancellationToken);

    /// <summary>Finds a user by normalised e-mail address.</summary>
    Task<CardeaUser?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>Finds the user for whom an address is reserved, because an undo can bring the user back to it.</summary>
    /// <param name="email">The address, normalised.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<UserId?> FindReservationAsync(string email, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a user, if the concurrency stamp of <see cref="AccountWrite.Before"/> is still the stored one. The same transaction
    /// ends the sessions of a user who is disabled, recalls the sessions of a user whose roles changed, and does everything else
    /// that goes with the change. If many administrators take each other away at once, one of them is left.
    /// </summary>
    Task<AccountUpdate> UpdateAsync(AccountWrite write, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the password of a user is among breached ones, and posts the mail about it. Does nothing if the password has changed,
    /// the account is disabled, or the same was noted before. Of many calls at once, one succeeds.
    /// </summary>
    /// <param name="id">The user.</param>
    /// <param name="securityStamp">The user's security stamp when the password was compared.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if the user is marked now and was not before.</returns>
    Task<bool> MarkBreachedAsync(UserId id, string securityStamp, OutboxMail mail, CancellationToken cancellationToken);

    /// <summary>
    /// Finds users by a part of their e-mail address, page by page. A user who is there the whole time is on one page, also if the
    /// address changes meanwhile.
    /// </summary>
    Task<UserPage> SearchAsync(UserSearch search, CancellationToken cancellationToken);

    /// <summary>Finds the user who has a passkey.</summary>
    Task<CardeaUser?> FindByPasskeyAsync(byte[] credentialId, CancellationToken cancellationToken);

    /// <summary>Finds the user who has a login at a provider.</summary>
    Task<CardeaUser?> FindByExternalLoginAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a user with their codes, passkeys, logins at providers and mail, and ends their sessions. Notes that the personal data in their sessions and events
    /// must be erased. The store does all of this or nothing.
    /// </summary>
    /// <param name="id">The user.</param>
    /// <param name="actor">The session through which the user is removed; null if the removal needs none.</param>
    /// <param name="removal">The event for the audit.</param>
    /// <param name="mail">The last mail to the user.</param>
    /// <param name="force">True if the last enabled administrator may be removed. Otherwise that removal is refused.</param>
    /// <remarks>A removal by its own user, whose <paramref name="actor"/> has no role, waits while a change of the address can be undone.</remarks>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AccountRemoval> RemoveAsync(UserId id, Actor? actor, SecurityEvent? removal, OutboxMail? mail, bool force, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the user of a code that was mailed to the user's address, and uses up the code. Does nothing if the code is void, or the
    /// address was verified. See <see cref="RemoveAsync"/>.
    /// </summary>
    /// <param name="code">The code.</param>
    /// <param name="removal">The event for the audit.</param>
    /// <param name="mail">The last mail to the user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AccountRemoval> DisownAsync(StoredCode code, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken);

    /// <summary>Finds users whose owners asked for a deletion that waits no longer.</summary>
    /// <param name="most">The maximum number of users.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<UserId>> FindDueAsync(int most, CancellationToken cancellationToken);

    /// <summary>Removes a user whose owner asked for the deletion. Does nothing if a change of the address can be undone, or was undone. See <see cref="RemoveAsync"/>.</summary>
    /// <param name="id">The user.</param>
    /// <param name="removal">The event for the audit.</param>
    /// <param name="mail">The last mail to the user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AccountRemoval> RemoveDueAsync(UserId id, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken);

    /// <summary>
    /// Erases the personal data in the sessions and events of a removed user. Each batch is a short transaction. Sessions and events keep an
    /// id that leads to no person. The sweep erases what this method leaves, for whatever reason.
    /// </summary>
    /// <param name="id">A removed user.</param>
    /// <param name="cancellationToken">Stops the method between two batches.</param>
    Task EraseAsync(UserId id, CancellationToken cancellationToken);
}
