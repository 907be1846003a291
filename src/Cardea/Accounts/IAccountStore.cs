using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>Keeps <see cref="CardeaUser"/>s. Each method is one guarded statement or one short transaction, durable when it returns.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
internal interface IAccountStore
{
    /// <summary>Adds a user, unless their e-mail address is taken: of many at once, one wins.</summary>
    /// <returns>Whether the user was added.</returns>
    Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken);

    /// <summary>Adds those of the users whose id and e-mail address are both free; of two that share one, the first. All or none is durable.</summary>
    /// <param name="users">Some hundred of them: other writers may wait meanwhile.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The ids of those added.</returns>
    Task<IReadOnlyList<string>> ImportAsync(IReadOnlyList<CardeaUser> users, CancellationToken cancellationToken);

    /// <summary>The user of that id.</summary>
    Task<CardeaUser?> FindAsync(UserId id, CancellationToken cancellationToken);

    /// <summary>The user with that e-mail address, normalised.</summary>
    Task<CardeaUser?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a user, if the concurrency stamp of <see cref="AccountWrite.Before"/> is still the stored one. The same transaction
    /// ends the sessions of a user who is disabled, recalls the sessions of a user whose roles changed, and does everything else
    /// that goes with the change.
    /// </summary>
    Task<AccountUpdate> UpdateAsync(AccountWrite write, CancellationToken cancellationToken);

    /// <summary>The users whose e-mail address contains <paramref name="text"/>, by address.</summary>
    /// <param name="text">A piece of a normalised address; empty for all.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<CardeaUser>> SearchAsync(string text, int most, CancellationToken cancellationToken);

    /// <summary>The user who has that passkey.</summary>
    Task<CardeaUser?> FindByPasskeyAsync(byte[] credentialId, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a user, their codes, passkeys and mail, ends their sessions, and notes that what is personal in their sessions and
    /// events is to be erased: all of it or nothing.
    /// </summary>
    /// <param name="id">The user.</param>
    /// <param name="actor">The session through which the user is removed; null if the removal needs none.</param>
    /// <param name="removal">The event for the audit.</param>
    /// <param name="mail">The last mail to the user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AccountRemoval> RemoveAsync(UserId id, Actor? actor, SecurityEvent? removal, OutboxMail? mail, CancellationToken cancellationToken);

    /// <summary>
    /// Takes what is personal from the sessions and events of a removed user, in batches that each are a short transaction. These
    /// keep an id that leads to nobody. The sweep goes on with what this leaves, for whatever reason.
    /// </summary>
    /// <param name="id">A user who was removed.</param>
    /// <param name="cancellationToken">Stops it between two batches.</param>
    Task EraseAsync(UserId id, CancellationToken cancellationToken);
}
