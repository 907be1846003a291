namespace Cardea.Revocation;

/// <summary>
/// Says early that another process has revoked something, where a store can do so. A hint only makes a read happen sooner:
/// what counts is what is read, and it is read without hints too.
/// </summary>
public interface IRevocationHints
{
    /// <summary>
    /// Hints to the other processes that this one has revoked something, or changed a key. Called after the commit. It does not
    /// wait, and many hints in a row become one; a hint that can't be given is left out.
    /// </summary>
    void Announce();

    /// <summary>Listens until told to stop, or until hints can't arrive any more.</summary>
    /// <param name="listening">Called when hints are sure to arrive: what was revoked before has to be read.</param>
    /// <param name="hint">Called at each hint. Must not wait.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    /// <exception cref="StoreUnavailableException">Hints do not arrive; the message says why, and what to do.</exception>
    Task ListenAsync(Action listening, Action hint, CancellationToken cancellationToken);
}
