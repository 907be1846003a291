using Cardea.Keys;

namespace Cardea.Tests.Keys;

/// <summary>Keeps keys as a database would, for one process.</summary>
internal sealed class InMemoryKeyStore : IKeyStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredKey> _keys = [];

    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StoredKey>>([.. _keys]);
        }
    }

    public Task<bool> AddAsync(StoredKey key, string? newest, DateTimeOffset predecessorExpiresAt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var predecessor = _keys.Where(stored => stored.Purpose == key.Purpose).MaxBy(static stored => stored.CreatedAt);
            if (predecessor?.Id != newest)
            {
                return Task.FromResult(false);
            }

            if (predecessor is { ExpiresAt: null })
            {
                _keys[_keys.IndexOf(predecessor)] = predecessor with { ExpiresAt = predecessorExpiresAt };
            }

            _keys.Add(key);
            return Task.FromResult(true);
        }
    }

    public Task<bool> RetireAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var index = _keys.FindIndex(key => key.Id == id && (key.ExpiresAt is null || key.ExpiresAt > now));
            if (index >= 0)
            {
                _keys[index] = _keys[index] with { ExpiresAt = now };
            }

            return Task.FromResult(index >= 0);
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
}
