using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>
/// The users of Cardea's own, for the app's own code. An issuer (<c>AddCardea</c>) registers this interface as a singleton. An app with its own
/// users (<c>AddCardea&lt;TUser&gt;</c>) has its <c>UserManager</c> instead.
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then, and the app may repeat
/// the call. An app may replace this interface by a fake in its tests.
/// </remarks>
public interface IUsers
{
    /// <summary>Finds a user.</summary>
    /// <param name="id">The user: the <c>sub</c> of access tokens.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The user; null if there is none.</returns>
    Task<User?> FindAsync(UserId id, CancellationToken cancellationToken = default);

    /// <summary>Finds the user who has an e-mail address, in any spelling of it.</summary>
    /// <param name="email">The address.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The user; null if there is none.</returns>
    Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>
    /// Disables a user and ends the sessions. This node refuses the access tokens before the method returns; every other node and resource API
    /// refuses them within a second. The audit gets an event, and the user a mail.
    /// </summary>
    /// <param name="id">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<UserChange> DisableAsync(UserId id, CancellationToken cancellationToken = default);

    /// <summary>Enables a user. The sessions stay ended. The audit gets an event.</summary>
    /// <param name="id">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<UserChange> EnableAsync(UserId id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a user with everything that is personal, and ends the sessions as <see cref="DisableAsync"/> does.</summary>
    /// <param name="id">The user.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<UserChange> DeleteAsync(UserId id, CancellationToken cancellationToken = default);
}
