namespace Cardea.Revocation;

/// <summary>
/// Says early that another process has revoked something, where a store can do so. Only a hint that reading is worth while:
/// what counts is what is read, and it is read without hints too.
/// </summary>
public interface IRevocationHints
{
    /// <summary>Listens until told to stop, or until hints can't arrive any more.</summary>
    /// <param name="listening">Called when hints are sure to arrive: what was revoked before has to be read.</param>
    /// <param name="hint">Called at each hint. Must not wait.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    /// <exception cref="StoreUnavailableException">Hints do not arrive; the message says why, and what to do.</exception>
    Task ListenAsync(Action listening, Action hint, CancellationToken cancellationToken);
}
