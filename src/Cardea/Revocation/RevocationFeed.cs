using System.Collections.Concurrent;
using Cardea.Keys;
using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>
/// Where this process's knowledge of revocations passes through, whoever revoked: to the index first, then at once to those
/// who follow it from elsewhere. What this process has revoked itself is announced to the others.
/// </summary>
public sealed class RevocationFeed
{
    private readonly ConcurrentDictionary<RevocationReader, bool> _readers = new();
    private readonly RevocationIndex _index;
    private readonly KeyRing _keys;
    private readonly IRevocationHints? _hints;

    /// <summary>Begins with what the index knows.</summary>
    /// <param name="index">Where revocations go.</param>
    /// <param name="keys">Says how long a revocation must be kept; its changes are announced like revocations.</param>
    /// <param name="hints">Announces; <see langword="null"/> where the store has no hints.</param>
    public RevocationFeed(RevocationIndex index, KeyRing keys, IRevocationHints? hints = null)
    {
        (_index, _keys, _hints) = (index, keys, hints);
        keys.Watch(() => hints?.Announce());
    }

    /// <summary>How many follow it.</summary>
    public int Readers => _readers.Count;

    /// <summary>
    /// Publishes what a step of the store has revoked, before whoever asked for it is answered: also when the step was committed,
    /// and the answer is an error all the same.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="revoked">What it revoked, by its result.</param>
    /// <returns>Its result.</returns>
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

    /// <summary>Publishes what this process has just revoked, durably.</summary>
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
    /// Takes note that a session is over: a row said so. It is refused here from now on, and those who follow learn it from the
    /// feed. To be called only where whoever asked may know it: not for a session that is somebody else's.
    /// </summary>
    public void LearnEnd(SessionId sessionId) => _index.Add(RevokedSession.Ended(sessionId, _keys.RevocationLife));

    /// <summary>Takes note of how often the access tokens of a session were recalled: a row said so.</summary>
    public void LearnRecalls(SessionId sessionId, int recalls)
    {
        if (recalls > 0)
        {
            _index.Add(new RevokedSession(sessionId, recalls, _keys.RevocationLife));
        }
    }

    /// <summary>Follows what is published from now on, until the reader is disposed of.</summary>
    public RevocationReader Follow()
    {
        var reader = new RevocationReader(Leave);
        _readers[reader] = true;
        return reader;
    }

    /// <summary>Publishes what was read from the store; a reader that has got all of it can go on at the cursor.</summary>
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
