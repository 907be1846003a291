using System.Collections.Concurrent;

namespace Cardea.Revocation;

/// <summary>
/// Where this process's knowledge of revocations passes through, whoever revoked: to the index first, then at once to those
/// who follow it from elsewhere.
/// </summary>
public sealed class RevocationFeed(RevocationIndex index)
{
    private readonly ConcurrentDictionary<RevocationReader, bool> _readers = new();

    /// <summary>How many follow it.</summary>
    public int Readers => _readers.Count;

    /// <summary>Publishes what this process has just revoked, before whoever asked for it is answered.</summary>
    public void Publish(RevokedSession revoked) => Publish([revoked]);

    /// <summary>Publishes what this process has just revoked, before whoever asked for it is answered.</summary>
    public void Publish(IReadOnlyList<RevokedSession> revoked)
    {
        if (revoked.Count > 0)
        {
            Publish(revoked, cursor: null);
        }
    }

    /// <summary>Publishes what was read from the store; a reader that has got all of it can go on at the cursor.</summary>
    public void Publish(RevocationPage page) => Publish(page.Revocations, page.Cursor);

    /// <summary>Follows what is published from now on, until the reader is disposed of.</summary>
    public RevocationReader Follow()
    {
        var reader = new RevocationReader(Leave);
        _readers[reader] = true;
        return reader;
    }

    private void Publish(IReadOnlyList<RevokedSession> revoked, string? cursor)
    {
        index.Add(revoked);
        foreach (var (reader, _) in _readers)
        {
            reader.Offer(revoked, cursor);
        }
    }

    private void Leave(RevocationReader reader) => _readers.TryRemove(reader, out _);
}
