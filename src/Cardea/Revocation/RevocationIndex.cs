using System.Collections.Concurrent;
using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>
/// What this process knows of revocations, in memory: asked on every request, without a lock. Keyed by session, never by
/// the token's text, because one token has several accepted spellings. It holds the revocations of the last access-token
/// lifetime, not the history.
/// </summary>
/// <remarks>
/// An entry is kept for one life after this process learned of it, by a clock that nobody sets: a wall clock that jumps ahead
/// and back would let revoked tokens live again.
/// </remarks>
public sealed class RevocationIndex(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    private Action<RevokedSession>? _watchers;
    private int _history = 1;

    /// <summary>How many sessions it refuses something of.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds what this process has learned otherwise than by reading the feed. Nothing is ever taken back.</summary>
    public void Add(RevokedSession revoked) => Add(revoked, history: 0, transaction: 0);

    /// <summary>Adds what was revoked.</summary>
    public void Add(IReadOnlyList<RevokedSession> revoked)
    {
        foreach (var session in revoked)
        {
            Add(session);
        }
    }

    /// <summary>Adds what was read from the store.</summary>
    public void Add(ReadRevocation read) => Add(read.Revoked, Volatile.Read(ref _history), read.Transaction);

    /// <summary>
    /// A full read of the store begins. The transactions of the entries that are known so far may be counted otherwise now; only
    /// those read from here on have one.
    /// </summary>
    public void BeginHistory() => Interlocked.Increment(ref _history);

    /// <summary>Everything it refuses, and for how long from now on.</summary>
    public IEnumerable<IndexedRevocation> Entries()
    {
        var (history, now) = (Volatile.Read(ref _history), clock.GetTimestamp());
        foreach (var (id, entry) in _entries)
        {
            var left = TimeSpan.FromSeconds(Math.Max(0, (double)(entry.DropAt - now) / clock.TimestampFrequency));
            yield return new(
                new(new SessionId(id), entry.LowestRecalls, left), entry.History == history ? entry.Transaction : null);
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

    /// <summary>Whether an access token is refused: its session has ended, or it was recalled.</summary>
    public bool Refuses(AccessTokenId token) =>
        _entries.TryGetValue(token.SessionId.Value, out var entry) && token.Recalls < entry.LowestRecalls;

    /// <summary>Drops what every access token has outlived. To be called now and then, not on a request's path.</summary>
    public void RemoveExpired()
    {
        var now = clock.GetTimestamp();
        foreach (var pair in _entries)
        {
            if (pair.Value.DropAt <= now)
            {
                // By pair, not by key: an entry renewed in the meantime stays.
                _entries.TryRemove(pair);
            }
        }
    }

    private void Add(RevokedSession revoked, int history, ulong transaction)
    {
        var dropAt = clock.GetTimestamp() + (long)Math.Ceiling(revoked.Life.TotalSeconds * clock.TimestampFrequency);
        _entries.AddOrUpdate(
            revoked.SessionId.Value,
            static (_, entry) => entry,
            static (_, known, entry) => known.With(entry),
            new Entry(revoked.LowestRecalls, history, dropAt, transaction));
        Volatile.Read(ref _watchers)?.Invoke(revoked);
    }

    private readonly record struct Entry(int LowestRecalls, int History, long DropAt, ulong Transaction)
    {
        // The transaction is that of the row that says all of it. Where this process knows more than the row, there is none.
        public Entry With(Entry other)
        {
            var dropAt = Math.Max(DropAt, other.DropAt);
            return other.LowestRecalls > LowestRecalls || (other.LowestRecalls == LowestRecalls && other.History > 0)
                ? other with { DropAt = dropAt }
                : this with { DropAt = dropAt, History = other.History > 0 ? 0 : History };
        }
    }
}
