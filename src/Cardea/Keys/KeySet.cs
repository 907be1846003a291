using System.Collections.Frozen;
using Cardea.Tokens;

namespace Cardea.Keys;

/// <summary>The keys as last read from the store: an immutable picture, replaced whole.</summary>
internal sealed class KeySet
{
    private readonly StoredKey[] _stored;
    private readonly FrozenDictionary<string, SigningKey> _signing;
    private readonly FrozenDictionary<byte, RefreshTokenKey> _refresh;

    private KeySet(StoredKey[] stored, FrozenDictionary<string, SigningKey> signing, FrozenDictionary<byte, RefreshTokenKey> refresh)
    {
        _stored = stored;
        _signing = signing;
        _refresh = refresh;
    }

    public static KeySet Empty { get; } = new([], FrozenDictionary<string, SigningKey>.Empty, FrozenDictionary<byte, RefreshTokenKey>.Empty);

    public IReadOnlyList<StoredKey> Stored => _stored;

    /// <summary>Opens what is new, and keeps what <paramref name="known"/> has opened already.</summary>
    public static KeySet Open(IEnumerable<StoredKey> stored, MasterKey masterKey, KeySet known)
    {
        var keys = stored.OrderBy(static key => key.CreatedAt).ThenBy(static key => key.ActiveFrom).ToArray();
        return new(
            keys,
            keys.Where(static key => key.Purpose == KeyPurpose.AccessToken).ToFrozenDictionary(
                static key => key.Id,
                key => known._signing.GetValueOrDefault(key.Id) ?? SigningKey.Load(masterKey.Open(key)),
                StringComparer.Ordinal),
            keys.Where(static key => key.Purpose == KeyPurpose.RefreshToken).ToFrozenDictionary(
                static key => RefreshKeyId(key),
                key => known._refresh.GetValueOrDefault(RefreshKeyId(key)) ?? new RefreshTokenKey(RefreshKeyId(key), masterKey.Open(key))));
    }

    public StoredKey? Newest(KeyPurpose purpose) => _stored.LastOrDefault(key => key.Purpose == purpose);

    public SigningKey? Signing(DateTimeOffset now) => Active(KeyPurpose.AccessToken, now) is { } key ? _signing[key.Id] : null;

    public RefreshTokenKey? Refresh(DateTimeOffset now) => Active(KeyPurpose.RefreshToken, now) is { } key ? _refresh[RefreshKeyId(key)] : null;

    public IEnumerable<SigningKey> Published(DateTimeOffset now) =>
        _stored.Where(key => key.Purpose == KeyPurpose.AccessToken && Accepted(key, now)).Select(key => _signing[key.Id]);

    public SigningKey? FindSigning(string id, DateTimeOffset now) =>
        _signing.TryGetValue(id, out var key) && Accepted(KeyPurpose.AccessToken, id, now) ? key : null;

    public RefreshTokenKey? FindRefresh(byte id, DateTimeOffset now) =>
        _refresh.TryGetValue(id, out var key) && Accepted(KeyPurpose.RefreshToken, Name(id), now) ? key : null;

    public static string Name(byte refreshKeyId) => refreshKeyId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static byte RefreshKeyId(StoredKey key) => byte.Parse(key.Id, System.Globalization.CultureInfo.InvariantCulture);

    private static bool Accepted(StoredKey key, DateTimeOffset now) => key.ExpiresAt is null || now < key.ExpiresAt;

    private bool Accepted(KeyPurpose purpose, string id, DateTimeOffset now)
    {
        foreach (var key in _stored)
        {
            if (key.Purpose == purpose && string.Equals(key.Id, id, StringComparison.Ordinal))
            {
                return Accepted(key, now);
            }
        }

        return false;
    }

    private StoredKey? Active(KeyPurpose purpose, DateTimeOffset now)
    {
        // The newest whose time has come; failing that (a clock that lags behind), the first there is.
        StoredKey? active = null;
        foreach (var key in _stored)
        {
            if (key.Purpose == purpose && Accepted(key, now) && (active is null || key.ActiveFrom <= now))
            {
                active = key;
            }
        }

        return active;
    }
}
