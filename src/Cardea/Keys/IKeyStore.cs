namespace Cardea.Keys;

/// <summary>Keeps sealed keys, shared by all nodes.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
public interface IKeyStore
{
    /// <summary>All keys that have not been swept.</summary>
    Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds a key and lets its predecessor of the same purpose expire, unless it has an expiry already, if
    /// <paramref name="newest"/> is still the newest one of that purpose: of many nodes that rotate at once, one wins.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="newest">The id of the newest key the caller knows of that purpose; <see langword="null"/> when none.</param>
    /// <param name="predecessorExpiresAt">When the last token of the predecessor will have expired.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether it was added.</returns>
    Task<bool> AddAsync(StoredKey key, string? newest, DateTimeOffset predecessorExpiresAt, CancellationToken cancellationToken);

    /// <summary>Lets a key expire now: nothing it made is accepted from here on.</summary>
    /// <returns>Whether there was such a key that had not expired.</returns>
    Task<bool> RetireAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);
}
