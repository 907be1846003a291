namespace Cardea.Revocation;

/// <summary>Stores revocations as a feed that every node reads to its end.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface IRevocationStore
{
    /// <summary>Reads one page of the feed, and all keys.</summary>
    /// <param name="from">Where the last page ended; <see langword="null"/> to read all revocations. A position of another history of
    /// the store also reads all revocations.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken);

    /// <summary>
    /// Writes revocations durably that this process knows and the store has lost. Revocations that the store has stay unchanged.
    /// </summary>
    /// <param name="known">The revocations that this process knows, at most a thousand.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The revocations that were written.</returns>
    Task<IReadOnlyList<RevokedSession>> WriteBackAsync(IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken);
}
