using System.Collections.Concurrent;
using Cardea.Tokens;

namespace Cardea.Revocation;

/// <summary>
/// Keeps the known revocations in memory. Every request looks here, without a lock. The key is the session, never the token's text,
/// because one token has several accepted spellings. The index holds the revocations of the last access-token lifetime, not the
/// history.
/// </summary>
/// <remarks>
/// An entry is kept for one life after this process learned of it, measured by the monotonic clock. With the wall clock, a jump
/// ahead and back would let revoked tokens be accepted again.
/// </remarks>
internal sealed class RevocationIndex(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    private Action<RevokedSession>? _watchers;
    private int _history = 1;

    /// <summary>The number of revoked sessions.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds a revocation that does not come from the store's feed. A revocation is never undone.</summary>
    public void Add(RevokedSession revoked) => Add(revoked, history: 0, transaction: 0);

    /// <summary>Adds revocations that do not come from the store's feed.</summary>
    public void Add(IReadOnlyList<RevokedSession> revoked)
    {
        foreach (var session in revoked)
        {
            Add(session);
        }
    }

    /// <summary>Adds a revocation from the store's feed.</summary>
    public void Add(ReadRevocation read) => Add(read.Revoked, Volatile.Read(ref _history), read.Transaction);

    /// <summary>
    /// Begins a new history of the store, for a full read. The store may count transactions differently now, so the present entries
    /// lose their transactions.
    /// </summary>
    public void BeginHistory() => Interlocked.Increment(ref _history);

    /// <summary>Returns all entries, each with the time that it must still be kept.</summary>
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
    /// Calls <paramref name="watcher"/> for each revocation that is added from now on, after its tokens are refused. The thread that
    /// adds it makes the call, so the watcher must not wait or throw.
    /// </summary>
    public void Watch(Action<RevokedSession> watcher)
    {
        lock (_entries)
        {
            Volatile.Write(ref _watchers, _watchers + watcher);
        }
    }

    /// <summary>Returns true if an access token's session has ended, or if the token was recalled.</summary>
    public bool Refuses(AccessTokenId token) =>
        _entries.TryGetValue(token.SessionId.Value, out var entry) && token.Recalls < entry.LowestRecalls;

    /// <summary>Returns true if a session is known to have ended.</summary>
    public bool HasEnded(SessionId session) =>
        _entries.TryGetValue(session.Value, out var entry) && entry.LowestRecalls == RevokedSession.None;

    /// <summary>Removes entries that no living access token needs. Call it from time to time, not during a request.</summary>
    public void RemoveExpired()
    {
        var now = clock.GetTimestamp();
        foreach (var pair in _entries)
        {
            if (pair.Value.DropAt <= now)
            {
                // Removes by pair, not by key, so an entry that was renewed meanwhile stays.
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
        // The transaction belongs to the row that contains all of the entry. If this process knows more than the row, there is none.
        public Entry With(Entry other)
        {
            var dropAt = Math.Max(DropAt, other.DropAt);
            return other.LowestRecalls > LowestRecalls || (other.LowestRecalls == LowestRecalls && other.History > 0)
                ? other with { DropAt = dropAt }
                : this with { DropAt = dropAt, History = other.History > 0 ? 0 : History };
        }
    }
}
