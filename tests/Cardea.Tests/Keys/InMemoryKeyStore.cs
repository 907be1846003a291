using Cardea.Keys;

namespace Cardea.Tests.Keys;

/// <summary>Keeps keys as a database would, for one process: in the order in which they were added.</summary>
internal sealed class InMemoryKeyStore : IKeyStore
{
    private readonly Lock _gate = new();
    private List<StoredKey> _keys = [];

    public IReadOnlyList<StoredKey> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _keys];
            }
        }
    }

    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Keys);

    public Task<bool> AddAsync(StoredKey key, string? newest, TimeSpan margin, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_keys.FindLast(stored => stored.Purpose == key.Purpose)?.Id != newest
                || _keys.Exists(stored => stored.Purpose == key.Purpose && stored.Id == key.Id))
            {
                return Task.FromResult(false);
            }

            // The one that goes on making tokens until the new one takes over.
            Change(_keys.FindLastIndex(stored => stored.Purpose == key.Purpose && stored.RetiredAt is null), predecessor =>
            {
                var expiresAt = key.ActiveFrom + predecessor.LongestLife + margin;
                return predecessor.IsAccepted(key.CreatedAt) && !(predecessor.ExpiresAt > expiresAt) ? predecessor with { ExpiresAt = expiresAt } : predecessor;
            });
            _keys.Add(key);
            return Task.FromResult(true);
        }
    }

    public Task<KeyChange> AdvanceAsync(IReadOnlyList<string> ids, DateTimeOffset activeFrom, KeyOperator? by, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var advanced = false;
            foreach (var id in ids)
            {
                advanced |= Advance(id, activeFrom);
            }

            return Task.FromResult(advanced ? KeyChange.Made : KeyChange.None);
        }
    }

    public Task LengthenLifeAsync(KeyPurpose purpose, TimeSpan life, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _keys = _keys.ConvertAll(key => key.Purpose == purpose && key.LongestLife < life && key.RetiredAt is null
                ? key with { LongestLife = life, ExpiresAt = key.ExpiresAt + (life - key.LongestLife) }
                : key);
            return Task.CompletedTask;
        }
    }

    public Task<KeyChange> RetireAsync(string id, DateTimeOffset now, KeyOperator? by, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var index = _keys.FindIndex(key => key.Id == id && key.IsAccepted(now));
            Change(index, key => key with { RetiredAt = now, ExpiresAt = key.ExpiresAt ?? now + key.LongestLife });
            if (index >= 0)
            {
                TakeOver(index, now);
            }

            return Task.FromResult(index >= 0 ? KeyChange.Made : KeyChange.None);
        }
    }

    /// <summary>Removes what has expired, as a sweep does.</summary>
    public void Sweep(DateTimeOffset now)
    {
        lock (_gate)
        {
            _keys.RemoveAll(key => key.ExpiresAt <= now);
        }
    }

    /// <summary>Goes back to what it had before, as after a fail-over to a replica that was behind.</summary>
    public void Restore(IEnumerable<StoredKey> keys)
    {
        lock (_gate)
        {
            _keys = [.. keys];
        }
    }

    private bool Advance(string id, DateTimeOffset activeFrom)
    {
        var index = _keys.FindIndex(key => key.Id == id && key.ActiveFrom > activeFrom && key.RetiredAt is null);
        if (index >= 0)
        {
            var (purpose, earlier) = (_keys[index].Purpose, _keys[index].ActiveFrom - activeFrom);
            Change(
                _keys.GetRange(0, index).FindLastIndex(key => key.Purpose == purpose),
                predecessor => predecessor.RetiredAt is null ? predecessor with { ExpiresAt = predecessor.ExpiresAt - earlier } : predecessor);
            Change(index, key => key with { ActiveFrom = activeFrom });
        }

        return index >= 0;
    }

    // Where no later key has taken over yet, the next one does so now.
    private void TakeOver(int retired, DateTimeOffset now)
    {
        var next = _keys.FindIndex(retired, key => key.Purpose == _keys[retired].Purpose && key.RetiredAt is null);
        if (!_keys.Skip(retired).Any(key => key.Purpose == _keys[retired].Purpose && key.RetiredAt is null && key.ActiveFrom <= now))
        {
            Change(next, key => key with { ActiveFrom = now });
        }
    }

    private void Change(int index, Func<StoredKey, StoredKey> change)
    {
        if (index >= 0)
        {
            _keys[index] = change(_keys[index]);
        }
    }
}
