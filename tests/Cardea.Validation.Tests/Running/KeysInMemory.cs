using Cardea.Keys;

namespace Cardea.Validation.Tests.Running;

/// <summary>The smallest store of keys there can be.</summary>
internal sealed class KeysInMemory : IKeyStore
{
    private readonly List<StoredKey> _keys = [];

    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredKey>>([.. _keys]);

    public Task<bool> AddAsync(StoredKey key, string? newest, DateTimeOffset predecessorExpiresAt, CancellationToken cancellationToken)
    {
        var predecessor = _keys.FindIndex(known => known.Id == newest && known.Purpose == key.Purpose);
        if (predecessor >= 0)
        {
            _keys[predecessor] = _keys[predecessor] with { ExpiresAt = _keys[predecessor].ExpiresAt ?? predecessorExpiresAt };
        }

        _keys.Add(key);
        return Task.FromResult(true);
    }

    public Task<bool> RetireAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = _keys.FindIndex(known => known.Id == id);
        _keys[key] = _keys[key] with { ExpiresAt = now };
        return Task.FromResult(true);
    }
}
