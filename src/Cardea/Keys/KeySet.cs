using System.Collections.Frozen;
using System.Globalization;
using Cardea.Tokens;

namespace Cardea.Keys;

/// <summary>The keys of the last read of the store. It is immutable, and is replaced as a whole.</summary>
internal sealed class KeySet
{
    private readonly StoredKey[] _stored;
    private readonly FrozenDictionary<string, Opened<SigningKey>> _signing;
    private readonly FrozenDictionary<byte, Opened<RefreshTokenKey>> _refresh;

    private KeySet(StoredKey[] stored, FrozenDictionary<string, Opened<SigningKey>> signing, FrozenDictionary<byte, Opened<RefreshTokenKey>> refresh)
    {
        _stored = stored;
        _signing = signing;
        _refresh = refresh;
    }

    public static KeySet Empty { get; } =
        new([], FrozenDictionary<string, Opened<SigningKey>>.Empty, FrozenDictionary<byte, Opened<RefreshTokenKey>>.Empty);

    public IReadOnlyList<StoredKey> Stored => _stored;

    /// <summary>Opens new keys, and keeps those that <paramref name="known"/> has already opened.</summary>
    public static KeySet Open(IEnumerable<StoredKey> stored, MasterKey masterKey, KeySet known)
    {
        var keys = stored.OrderBy(static key => key.CreatedAt).ThenBy(static key => key.ActiveFrom).ToArray();
        return new(
            keys,
            keys.Where(static key => key.Purpose == KeyPurpose.AccessToken).ToFrozenDictionary(
                static key => key.Id,
                key => known._signing.GetValueOrDefault(key.Id)?.If(key) ?? new(key, SigningKey.Load(masterKey.Open(key))),
                StringComparer.Ordinal),
            keys.Where(static key => key.Purpose == KeyPurpose.RefreshToken).ToFrozenDictionary(
                static key => RefreshKeyId(key),
                key => known._refresh.GetValueOrDefault(RefreshKeyId(key))?.If(key) ?? new(key, new(RefreshKeyId(key), masterKey.Open(key)))));
    }

    public StoredKey? Newest(KeyPurpose purpose) => _stored.LastOrDefault(key => key.Purpose == purpose);

    /// <summary>Returns the key that makes tokens now: the newest whose time has come. If the clock is slow, the first key.</summary>
    public StoredKey? Active(KeyPurpose purpose, DateTimeOffset now)
    {
        StoredKey? active = null;
        foreach (var key in _stored)
        {
            if (key.Purpose == purpose && key.IsAccepted(now) && (active is null || key.ActiveFrom <= now))
            {
                active = key;
            }
        }

        return active;
    }

    /// <summary>Returns the key that takes over next, if there is one.</summary>
    public StoredKey? Waiting(KeyPurpose purpose, DateTimeOffset now) =>
        _stored.LastOrDefault(key => key.Purpose == purpose && key.IsAccepted(now) && key.ActiveFrom > now);

    public SigningKey Open(StoredKey signing) => _signing[signing.Id].Key;

    public RefreshTokenKey? Refresh(DateTimeOffset now) =>
        Active(KeyPurpose.RefreshToken, now) is { } key ? _refresh[RefreshKeyId(key)].Key : null;

    public IEnumerable<SigningKey> Published(DateTimeOffset now) =>
        _stored.Where(key => key.Purpose == KeyPurpose.AccessToken && key.IsAccepted(now)).Select(Open);

    public SigningKey? FindSigning(string id, DateTimeOffset now) =>
        _signing.TryGetValue(id, out var opened) && opened.Stored.IsAccepted(now) ? opened.Key : null;

    public RefreshTokenKey? FindRefresh(byte id, DateTimeOffset now) =>
        _refresh.TryGetValue(id, out var opened) && opened.Stored.IsAccepted(now) ? opened.Key : null;

    /// <summary>Returns the next number that no stored refresh-token key has.</summary>
    /// <exception cref="SetupException">All numbers are in use.</exception>
    public string NextRefreshName()
    {
        var previous = Newest(KeyPurpose.RefreshToken) is { } newest ? RefreshKeyId(newest) : byte.MaxValue;
        for (var step = 1; step <= byte.MaxValue + 1; step++)
        {
            var number = unchecked((byte)(previous + step));
            if (!_refresh.ContainsKey(number))
            {
                return Name(number);
            }
        }

        throw new SetupException(
            "All 256 numbers of refresh-token keys are taken by keys whose tokens may still live: rotate again when the first has expired, see 'cardea keys list'.");
    }

    public static string Name(byte refreshKeyId) => refreshKeyId.ToString(CultureInfo.InvariantCulture);

    private static byte RefreshKeyId(StoredKey key) => byte.Parse(key.Id, CultureInfo.InvariantCulture);

    /// <summary>An opened key. It is compared by its material, because the store may have another key under its name since.</summary>
    private sealed record Opened<TKey>(StoredKey Stored, TKey Key)
    {
        public Opened<TKey>? If(StoredKey stored) =>
            Stored.SealedMaterial.Span.SequenceEqual(stored.SealedMaterial.Span) ? this with { Stored = stored } : null;
    }
}
