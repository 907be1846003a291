namespace Cardea.Keys;

/// <summary>Keeps sealed keys, shared by all nodes.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
public interface IKeyStore
{
    /// <summary>All keys that have not been swept.</summary>
    Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds a key if <paramref name="newest"/> is still the newest one of its purpose: of many nodes that rotate at once, one
    /// wins. The last one that was not given up makes tokens until the new one takes over: it then expires when the last of them
    /// has expired, or later if it was to expire later.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="newest">The id of the newest key the caller knows of that purpose; <see langword="null"/> when none.</param>
    /// <param name="margin">How much longer than its tokens a key is accepted, because clocks differ.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether it was added.</returns>
    Task<bool> AddAsync(StoredKey key, string? newest, TimeSpan margin, CancellationToken cancellationToken);

    /// <summary>Lets a key that waits for its turn take over earlier, and its predecessor expire so much earlier.</summary>
    /// <returns>Whether there was such a key that would have taken over later.</returns>
    Task<bool> AdvanceAsync(string id, DateTimeOffset activeFrom, CancellationToken cancellationToken);

    /// <summary>Raises the longest life of the tokens of all keys of a purpose that were not given up, and their expiry by as much.</summary>
    Task RaiseLifeAsync(KeyPurpose purpose, TimeSpan life, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a key up: nothing it made is accepted from here on. If no later key has taken over, the one that waits does so now.
    /// </summary>
    /// <returns>Whether there was such a key that was still accepted.</returns>
    Task<bool> RetireAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);
}
