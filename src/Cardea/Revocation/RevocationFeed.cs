using System.Collections.Concurrent;
using Cardea.Keys;
using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>
/// Distributes revocations in this process: to the index first, then at once to the readers. Revocations of this process are also
/// announced to the other processes.
/// </summary>
internal sealed class RevocationFeed
{
    private readonly ConcurrentDictionary<RevocationReader, bool> _readers = new();
    private readonly RevocationIndex _index;
    private readonly KeyRing _keys;
    private readonly IRevocationHints? _hints;

    /// <summary>Creates a feed over an index.</summary>
    /// <param name="index">Receives the revocations.</param>
    /// <param name="keys">Tells how long a revocation must be kept. Changes of keys are announced like revocations.</param>
    /// <param name="hints">Announces to the other processes; <see langword="null"/> if the store has no hints.</param>
    public RevocationFeed(RevocationIndex index, KeyRing keys, IRevocationHints? hints = null)
    {
        (_index, _keys, _hints) = (index, keys, hints);
        keys.Watch(() => hints?.Announce());
    }

    /// <summary>The number of readers.</summary>
    public int Readers => _readers.Count;

    /// <summary>
    /// Publishes the revocations of a step of the store before the request is answered. Publishes them also if the step was
    /// committed and the answer is an error.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="revoked">Returns the revocations from the result.</param>
    /// <returns>The result of the step.</returns>
    public async Task<T> PublishAsync<T>(Task<T> step, Func<T, IReadOnlyList<RevokedSession>> revoked)
    {
        try
        {
            var result = await step;
            Publish(revoked(result));
            return result;
        }
        catch (StoreUnavailableException exception) when (exception.Unconfirmed is T result)
        {
            Publish(revoked(result));
            throw;
        }
    }

    /// <summary>Publishes revocations of this process that are stored durably.</summary>
    public void Publish(IReadOnlyList<RevokedSession> revoked)
    {
        if (revoked.Count > 0)
        {
            _index.Add(revoked);
            Offer(new(revoked));
            _hints?.Announce();
        }
    }

    /// <summary>
    /// Adds the end of a session that a row has shown. This process refuses the session from now on; readers learn the end from the
    /// store's feed. Call it only if the caller may know of the end, not for another user's session.
    /// </summary>
    public void LearnEnd(SessionId sessionId) => _index.Add(RevokedSession.Ended(sessionId, _keys.RevocationLife));

    /// <summary>Adds the number of recalls of a session that a row has shown.</summary>
    public void LearnRecalls(SessionId sessionId, int recalls)
    {
        if (recalls > 0)
        {
            _index.Add(new RevokedSession(sessionId, recalls, _keys.RevocationLife));
        }
    }

    /// <summary>Creates a reader of all later publications. Dispose of the reader to stop.</summary>
    public RevocationReader Follow()
    {
        var reader = new RevocationReader(Leave);
        _readers[reader] = true;
        return reader;
    }

    /// <summary>Publishes revocations that were read from the store. A reader can resume at the cursor.</summary>
    internal void Publish(IReadOnlyList<ReadRevocation> read, FeedCursor? cursor, bool keysChanged)
    {
        foreach (var revocation in read)
        {
            _index.Add(revocation);
        }

        Offer(new([.. read.Select(static revocation => revocation.Revoked)], cursor, keysChanged));
    }

    private void Offer(FeedNews news)
    {
        foreach (var (reader, _) in _readers)
        {
            reader.Offer(news);
        }
    }

    private void Leave(RevocationReader reader) => _readers.TryRemove(reader, out _);
}
