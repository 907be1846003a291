using System.Collections.Concurrent;
using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>
/// What this process knows of revocations, in memory: asked on every request, without a lock. Keyed by session, never by
/// the token's text, because one token has several accepted spellings. It holds the revocations of the last access-token
/// lifetime, not the history.
/// </summary>
public sealed class RevocationIndex(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    private Action<RevokedSession>? _watchers;

    /// <summary>How many sessions it refuses something of.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds what was revoked. A later revocation of the same session never takes an earlier one back.</summary>
    public void Add(RevokedSession revoked)
    {
        _entries.AddOrUpdate(
            revoked.SessionId.Value,
            static (_, entry) => entry,
            static (_, known, entry) => new(
                Math.Max(known.LowestGeneration, entry.LowestGeneration),
                Math.Max(known.ExpiresAt, entry.ExpiresAt)),
            new Entry(revoked.LowestGeneration, revoked.ExpiresAt.UtcTicks));
        Volatile.Read(ref _watchers)?.Invoke(revoked);
    }

    /// <summary>Adds what was revoked.</summary>
    public void Add(IReadOnlyList<RevokedSession> revoked)
    {
        foreach (var session in revoked)
        {
            Add(session);
        }
    }

    /// <summary>
    /// Tells <paramref name="watcher"/> of whatever is added from now on, once it is refused. Called where it is added, so it
    /// must not wait or throw.
    /// </summary>
    public void Watch(Action<RevokedSession> watcher)
    {
        lock (_entries)
        {
            Volatile.Write(ref _watchers, _watchers + watcher);
        }
    }

    /// <summary>Whether an access token is refused: its session has ended, or its generation was recalled.</summary>
    public bool Refuses(AccessTokenId token) =>
        _entries.TryGetValue(token.SessionId.Value, out var entry) && token.Generation < entry.LowestGeneration;

    /// <summary>Drops what every access token has outlived. To be called now and then, not on a request's path.</summary>
    public void RemoveExpired()
    {
        var now = clock.GetUtcNow().UtcTicks;
        foreach (var pair in _entries)
        {
            if (pair.Value.ExpiresAt <= now)
            {
                // By pair, not by key: an entry renewed in the meantime stays.
                _entries.TryRemove(pair);
            }
        }
    }

    private readonly record struct Entry(int LowestGeneration, long ExpiresAt);
}
