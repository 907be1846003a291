namespace Cardea.Revocation;

/// <summary>
/// Signals that another process has revoked something, if a store can do so. A hint only makes the next read happen sooner.
/// Without hints, the feed is still read every second.
/// </summary>
internal interface IRevocationHints
{
    /// <summary>
    /// Signals to the other processes that this one has revoked something, or changed a key. Called after the commit. The method
    /// does not wait. Many hints in a row become one, and a hint that fails is dropped.
    /// </summary>
    void Announce();

    /// <summary>Listens until it is cancelled, or until hints can no longer arrive.</summary>
    /// <param name="listening">Called when hints begin to arrive. The caller must then read the revocations that came before.</param>
    /// <param name="hint">Called at each hint. Must not wait.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <exception cref="StoreUnavailableException">Hints do not arrive. The message names the reason and the fix.</exception>
    Task ListenAsync(Action listening, Action hint, CancellationToken cancellationToken);
}
