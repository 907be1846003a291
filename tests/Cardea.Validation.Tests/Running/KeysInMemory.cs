using Cardea.Keys;

namespace Cardea.Validation.Tests.Running;

/// <summary>The smallest store of keys there can be.</summary>
internal sealed class KeysInMemory : IKeyStore
{
    private readonly List<StoredKey> _keys = [];

    public IReadOnlyList<StoredKey> Stored => [.. _keys];

    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Stored);

    public Task<bool> AddAsync(StoredKey key, string? newest, TimeSpan margin, CancellationToken cancellationToken)
    {
        Change(known => known.Id == newest && known.Purpose == key.Purpose, known => known with { ExpiresAt = known.ExpiresAt ?? End(key, known, margin) });
        _keys.Add(key);
        return Task.FromResult(true);
    }

    public Task<KeyChange> AdvanceAsync(IReadOnlyList<string> ids, DateTimeOffset activeFrom, KeyOperator? by, CancellationToken cancellationToken) =>
        Task.FromResult(Of(Change(known => ids.Contains(known.Id) && known.ActiveFrom > activeFrom, known => known with { ActiveFrom = activeFrom })));

    public Task LengthenLifeAsync(KeyPurpose purpose, TimeSpan life, CancellationToken cancellationToken)
    {
        Change(known => known.Purpose == purpose && known.LongestLife < life, known => known with { LongestLife = life });
        return Task.CompletedTask;
    }

    public Task<KeyChange> RetireAsync(string id, DateTimeOffset now, KeyOperator? by, CancellationToken cancellationToken)
    {
        var retired = Change(known => known.Id == id && known.IsAccepted(now), known => known with { RetiredAt = now });
        if (_keys.Find(known => known.Id == id) is { } key && !_keys.Exists(known => known.Purpose == key.Purpose && known.IsAccepted(now) && known.ActiveFrom <= now))
        {
            Change(known => known.Purpose == key.Purpose && known.IsAccepted(now), known => known with { ActiveFrom = now });
        }

        return Task.FromResult(Of(retired));
    }

    private static KeyChange Of(bool changed) => changed ? KeyChange.Made : KeyChange.None;

    private static DateTimeOffset End(StoredKey key, StoredKey predecessor, TimeSpan margin) => key.ActiveFrom + predecessor.LongestLife + margin;

    private bool Change(Func<StoredKey, bool> which, Func<StoredKey, StoredKey> change)
    {
        var any = false;
        for (var i = 0; i < _keys.Count; i++)
        {
            if (which(_keys[i]))
            {
                (_keys[i], any) = (change(_keys[i]), true);
            }
        }

        return any;
    }
}
