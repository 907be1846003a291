namespace Cardea.Keys;

/// <summary>Keeps the sealed keys that all nodes share.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't answer. Then nothing has changed.</remarks>
internal interface IKeyStore
{
    /// <summary>Reads all keys that have not been swept.</summary>
    Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds a key if <paramref name="newest"/> is still the newest key of its purpose. If many nodes rotate at once, one of them
    /// wins. The previous key that is not retired makes tokens until the new key takes over. It expires when the last of those
    /// tokens has expired, or later if its expiry was later.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="newest">The id of the newest key of that purpose that the caller knows; <see langword="null"/> if it knows none.</param>
    /// <param name="margin">How much longer than its tokens a key is accepted, because clocks differ.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if the key was added.</returns>
    Task<bool> AddAsync(StoredKey key, string? newest, TimeSpan margin, CancellationToken cancellationToken);

    /// <summary>Lets waiting keys take over earlier. Their predecessors expire earlier by the same time. All are advanced, or none.</summary>
    /// <param name="ids">The keys. A key that would not have taken over later is left as it is.</param>
    /// <param name="activeFrom">When they take over.</param>
    /// <param name="by">The operator; <see langword="null"/> if this process does it by itself.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<KeyChange> AdvanceAsync(IReadOnlyList<string> ids, DateTimeOffset activeFrom, KeyOperator? by, CancellationToken cancellationToken);

    /// <summary>
    /// For all keys of a purpose that are not retired, raises the longest life of their tokens, and their expiry by as much.
    /// </summary>
    Task LengthenLifeAsync(KeyPurpose purpose, TimeSpan life, CancellationToken cancellationToken);

    /// <summary>
    /// Retires a key: from now on nothing that it made is accepted. If no later key has taken over, the waiting one takes over
    /// now.
    /// </summary>
    /// <param name="id">The key.</param>
    /// <param name="now">The time.</param>
    /// <param name="by">The operator; <see langword="null"/> if this process does it by itself.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<KeyChange> RetireAsync(string id, DateTimeOffset now, KeyOperator? by, CancellationToken cancellationToken);
}
