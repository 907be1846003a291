using System.Security.Cryptography;
using Cardea.Tokens;

namespace Cardea.Keys;

/// <summary>
/// The keys of this issuer: loaded from the store, shared by all nodes, rotated with overlap. A new key is published
/// before it signs; an old one stays until the last token it made has expired.
/// </summary>
public sealed class KeyRing(IKeyStore store, MasterKey masterKey, CardeaOptions options, TimeProvider clock)
{
    /// <summary>How long before it signs a key is published: longer than the JWKS is cached plus the interval nodes reload at.</summary>
    public static readonly TimeSpan PublishedAhead = TimeSpan.FromMinutes(10);

    private volatile KeySet _keys = KeySet.Empty;

    /// <summary>The key that signs access tokens now.</summary>
    /// <exception cref="StoreUnavailableException">No key has been read yet.</exception>
    public SigningKey CurrentSigning() => _keys.Signing(clock.GetUtcNow()) ?? throw NotReady();

    /// <summary>The key that begins the refresh tokens of new sessions.</summary>
    /// <exception cref="StoreUnavailableException">No key has been read yet.</exception>
    public RefreshTokenKey CurrentRefresh() => _keys.Refresh(clock.GetUtcNow()) ?? throw NotReady();

    /// <summary>The key that began the refresh tokens of sessions at a time past.</summary>
    public RefreshTokenKey RefreshAt(DateTimeOffset time) => _keys.Refresh(time) ?? CurrentRefresh();

    /// <summary>The keys whose access tokens are accepted, those that will sign next too: what the JWKS shows.</summary>
    public IReadOnlyList<SigningKey> Published => [.. _keys.Published(clock.GetUtcNow())];

    /// <summary>The keys as the store has them, the oldest first.</summary>
    public IReadOnlyList<StoredKey> Stored => _keys.Stored;

    /// <summary>The key that <paramref name="id"/> names, if its access tokens are still accepted.</summary>
    public SigningKey? FindSigning(string id) => _keys.FindSigning(id, clock.GetUtcNow());

    /// <summary>The key that <paramref name="id"/> names, if its refresh tokens are still accepted.</summary>
    public RefreshTokenKey? FindRefresh(byte id) => _keys.FindRefresh(id, clock.GetUtcNow());

    /// <summary>Reads the keys again, and makes those that are missing or due.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            var newest = _keys.Newest(purpose);
            var now = clock.GetUtcNow();
            if (newest is null || newest.ExpiresAt is not null)
            {
                await AddAsync(purpose, newest, activeFrom: now, cancellationToken);
            }
            else if (newest.ActiveFrom + options.KeyLifetime <= now + PublishedAhead)
            {
                await AddAsync(purpose, newest, activeFrom: now + PublishedAhead, cancellationToken);
            }
        }
    }

    /// <summary>Publishes a new signing key and a new refresh-token key now; they take over after <see cref="PublishedAhead"/>.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            await AddAsync(purpose, _keys.Newest(purpose), clock.GetUtcNow() + PublishedAhead, cancellationToken);
        }
    }

    /// <summary>Gives a key up, as when it has leaked: what it made is refused from now on, and a new one signs if need be.</summary>
    /// <returns>Whether there was such a key.</returns>
    public async Task<bool> RetireAsync(string id, CancellationToken cancellationToken)
    {
        var retired = await store.RetireAsync(id, clock.GetUtcNow(), cancellationToken);
        await ReloadAsync(cancellationToken);
        return retired;
    }

    private static StoreUnavailableException NotReady() => new("The keys have not been read from the store yet.");

    private async Task ReadAsync(CancellationToken cancellationToken) =>
        _keys = KeySet.Open(await store.ReadAsync(cancellationToken), masterKey, _keys);

    private async Task AddAsync(KeyPurpose purpose, StoredKey? newest, DateTimeOffset activeFrom, CancellationToken cancellationToken)
    {
        // The newest is the one made last, also when the node that made its predecessor has a clock that runs ahead.
        var now = clock.GetUtcNow();
        var createdAt = newest?.CreatedAt.AddMilliseconds(1) is { } earliest && earliest > now ? earliest : now;
        var (id, material) = Generate(purpose, newest);
        var key = new StoredKey(id, purpose, masterKey.Seal(id, purpose, material), createdAt, activeFrom, ExpiresAt: null);
        CryptographicOperations.ZeroMemory(material);

        // Whether this node's key was added or another's, it is the store's that counts.
        await store.AddAsync(key, newest?.Id, activeFrom + LongestLifeOf(purpose), cancellationToken);
        await ReadAsync(cancellationToken);
    }

    private TimeSpan LongestLifeOf(KeyPurpose purpose) =>
        purpose == KeyPurpose.AccessToken ? options.RevocationLifetime : options.SessionLifetime + options.ClockSkew;

    private static (string Id, byte[] Material) Generate(KeyPurpose purpose, StoredKey? newest)
    {
        if (purpose == KeyPurpose.AccessToken)
        {
            var key = SigningKey.Generate(out var material);
            return (key.Id, material);
        }

        var previous = newest is null ? -1 : int.Parse(newest.Id, System.Globalization.CultureInfo.InvariantCulture);
        return (KeySet.Name((byte)(previous + 1)), RandomNumberGenerator.GetBytes(RefreshTokenKey.MaterialSize));
    }
}
