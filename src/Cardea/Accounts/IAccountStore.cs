namespace Cardea.Accounts;

/// <summary>Keeps <see cref="CardeaUser"/>s. Each method is one guarded statement or one short transaction, durable when it returns.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
public interface IAccountStore
{
    /// <summary>Adds a user, unless their e-mail address is taken: of many at once, one wins.</summary>
    /// <returns>Whether the user was added.</returns>
    Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken);

    /// <summary>The user of that id.</summary>
    Task<CardeaUser?> FindAsync(UserId id, CancellationToken cancellationToken);

    /// <summary>The user with that e-mail address, normalised.</summary>
    Task<CardeaUser?> FindByEmailAsync(string email, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a user, if <paramref name="concurrencyStamp"/> is still the stored one. In the same step the sessions of a
    /// disabled user are ended, and those of one whose roles changed are recalled.
    /// </summary>
    /// <param name="user">The user, with the new concurrency stamp.</param>
    /// <param name="concurrencyStamp">The stamp it was read with.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AccountUpdate> UpdateAsync(CardeaUser user, string concurrencyStamp, CancellationToken cancellationToken);

    /// <summary>The users whose e-mail address contains <paramref name="text"/>, by address.</summary>
    /// <param name="text">A piece of a normalised address; empty for all.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<CardeaUser>> SearchAsync(string text, int most, CancellationToken cancellationToken);

    /// <summary>Removes a user and ends their sessions.</summary>
    /// <returns>The revocations of the sessions it ended; <see langword="null"/> when there was no such user.</returns>
    Task<IReadOnlyList<Revocation.RevokedSession>?> RemoveAsync(UserId id, CancellationToken cancellationToken);
}
