namespace Cardea.Revocation;

/// <summary>Keeps what was revoked, in an order that every node reads to its end.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
public interface IRevocationStore
{
    /// <summary>Reads the feed: what was revoked since a position, or everything, page by page; and the keys.</summary>
    /// <param name="from">Where the last page ended; <see langword="null"/> to read everything. A position that is not of the
    /// store's present history reads everything, too.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken);

    /// <summary>
    /// Ends and recalls, durably, what this process knows to be ended or recalled and the store has forgotten. What the store
    /// knows already stays as it is.
    /// </summary>
    /// <param name="known">What this process knows; a thousand at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What was written.</returns>
    Task<IReadOnlyList<RevokedSession>> WriteBackAsync(IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken);
}
