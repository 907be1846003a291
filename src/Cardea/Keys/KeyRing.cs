using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cardea.Tokens;

namespace Cardea.Keys;

/// <summary>
/// The keys of this issuer: loaded from the store, shared by all nodes, rotated with overlap. The next key is always published
/// already, so that an emergency needs no waiting; an old one stays until the last token it made has expired.
/// </summary>
public sealed class KeyRing(IKeyStore store, MasterKey masterKey, CardeaOptions options, TimeProvider clock)
{
    /// <summary>How long before it signs a key is published: longer than the JWKS is cached plus the interval nodes reload at.</summary>
    public static readonly TimeSpan PublishedAhead = TimeSpan.FromMinutes(10);

    private readonly Lock _using = new();
    private readonly ConcurrentDictionary<string, bool> _retired = new(StringComparer.Ordinal);
    private volatile KeySet _keys = KeySet.Empty;
    private volatile Reading? _read;
    private Action? _watchers;

    /// <summary>The keys whose access tokens are accepted, those that will sign next too: what the JWKS shows.</summary>
    public IReadOnlyList<SigningKey> Published => [.. _keys.Published(clock.GetUtcNow())];

    /// <summary>The keys as the store has them, the oldest first.</summary>
    public IReadOnlyList<StoredKey> Stored => _keys.Stored;

    /// <summary>How long a revocation must be kept, by what is known here of the tokens that are out.</summary>
    public TimeSpan RevocationLife
    {
        get
        {
            var longest = options.LongestAccessToken;
            foreach (var key in _keys.Stored)
            {
                longest = key.Purpose == KeyPurpose.AccessToken && key.LongestLife > longest ? key.LongestLife : longest;
            }

            return longest + options.RevocationMargin;
        }
    }

    /// <summary>The key that signs access tokens now, and the longest that one of its tokens may live.</summary>
    /// <exception cref="StoreUnavailableException">No key has been read yet, or what was read is too old: the key may have been given up.</exception>
    public (SigningKey Key, TimeSpan LongestLife) CurrentSigning()
    {
        ThrowIfStale();
        var keys = _keys;
        return keys.Active(KeyPurpose.AccessToken, clock.GetUtcNow()) is { } key ? (keys.Open(key), key.LongestLife) : throw NotReady();
    }

    /// <summary>The key that begins the refresh tokens of new sessions.</summary>
    /// <exception cref="StoreUnavailableException">No key has been read yet, or what was read is too old.</exception>
    public RefreshTokenKey CurrentRefresh()
    {
        ThrowIfStale();
        return _keys.Refresh(clock.GetUtcNow()) ?? throw NotReady();
    }

    /// <summary>The key that <paramref name="id"/> names, if its access tokens are still accepted.</summary>
    public SigningKey? FindSigning(string id) => _keys.FindSigning(id, clock.GetUtcNow());

    /// <summary>The key that <paramref name="id"/> names, if its refresh tokens are still accepted.</summary>
    public RefreshTokenKey? FindRefresh(byte id) => _keys.FindRefresh(id, clock.GetUtcNow());

    /// <summary>Tells <paramref name="watcher"/> whenever this process has changed a key in the store. It must not wait or throw.</summary>
    public void Watch(Action watcher) => _watchers += watcher;

    /// <summary>Takes the keys as a read of the store has found them.</summary>
    /// <param name="stored">All of them.</param>
    /// <param name="readAt">When the read began.</param>
    public void Use(IReadOnlyList<StoredKey> stored, KnownAt readAt)
    {
        lock (_using)
        {
            if (_read is { } last && last.At.Timestamp > readAt.Timestamp)
            {
                return;
            }

            foreach (var key in stored)
            {
                if (key.RetiredAt is not null)
                {
                    _retired[NameOf(key)] = true;
                }
            }

            // A store that has forgotten that a key was given up does not bring it back.
            _keys = KeySet.Open(
                stored.Select(key => key.RetiredAt is null && _retired.ContainsKey(NameOf(key)) ? key with { RetiredAt = key.CreatedAt } : key),
                masterKey,
                _keys);
            _read = new(readAt, [.. stored.Where(key => key.RetiredAt is null && _retired.ContainsKey(NameOf(key))).Select(static key => key.Id)]);
        }
    }

    /// <summary>Reads the keys again, and makes those that are missing or due.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            var now = clock.GetUtcNow();
            if (_keys.Active(purpose, now) is null)
            {
                await AddAsync(purpose, activeFrom: now, cancellationToken);
            }

            if (_keys.Stored.Any(key => key.Purpose == purpose && key.RetiredAt is null && key.LongestLife < LongestLifeOf(purpose)))
            {
                await store.LengthenLifeAsync(purpose, LongestLifeOf(purpose), cancellationToken);
                await ReadAsync(cancellationToken);
            }

            if (_keys.Waiting(purpose, now) is null && _keys.Active(purpose, now) is { } active)
            {
                await AddAsync(purpose, Later(active.ActiveFrom + options.KeyLifetime, now + PublishedAhead), cancellationToken);
            }
        }
    }

    /// <summary>Lets the keys that wait take over after <see cref="PublishedAhead"/>; those that follow them are made then.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        await ReloadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        foreach (var purpose in Enum.GetValues<KeyPurpose>())
        {
            if (_keys.Waiting(purpose, now) is { } waiting)
            {
                await store.AdvanceAsync(waiting.Id, now + PublishedAhead, cancellationToken);
            }
        }

        await ReadAsync(cancellationToken);
        _watchers?.Invoke();
    }

    /// <summary>Gives a key up, as when it has leaked: what it made is refused from now on, and the next one takes over if need be.</summary>
    /// <returns>Whether there was such a key.</returns>
    public async Task<bool> RetireAsync(string id, CancellationToken cancellationToken)
    {
        var retired = await store.RetireAsync(id, clock.GetUtcNow(), cancellationToken);
        await ReloadAsync(cancellationToken);
        _watchers?.Invoke();
        return retired;
    }

    /// <summary>Gives those keys up in the store that this process knows to be given up, and the store has forgotten.</summary>
    public async Task WriteBackAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _read?.Forgotten ?? [])
        {
            await store.RetireAsync(id, clock.GetUtcNow(), cancellationToken);
        }
    }

    private static StoreUnavailableException NotReady() => new("The keys have not been read from the store yet.");

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    // Numbers of refresh-token keys come again, and by then the one that was given up has long expired: each has its own name here.
    private static string NameOf(StoredKey key) =>
        key.Purpose == KeyPurpose.AccessToken ? key.Id : $"{key.Id} {Convert.ToHexString(key.SealedMaterial.Span)}";

    private void ThrowIfStale()
    {
        if (_read is not { } read)
        {
            throw NotReady();
        }

        if (read.At.Age(clock) > options.StalenessBound)
        {
            throw new StoreUnavailableException("The keys were read too long ago to make tokens with them.");
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = KnownAt.Now(clock);
        Use(await store.ReadAsync(cancellationToken), readAt);
    }

    private async Task AddAsync(KeyPurpose purpose, DateTimeOffset activeFrom, CancellationToken cancellationToken)
    {
        // The newest is the one made last, also when the node that made its predecessor has a clock that runs ahead.
        var newest = _keys.Newest(purpose);
        var now = clock.GetUtcNow();
        var createdAt = newest?.CreatedAt.AddMilliseconds(1) is { } earliest && earliest > now ? earliest : now;
        var (id, material) = Generate(purpose);
        var key = new StoredKey(id, purpose, masterKey.Seal(id, purpose, material), createdAt, activeFrom, LongestLifeOf(purpose));
        CryptographicOperations.ZeroMemory(material);

        // Whether this node's key was added or another's, it is the store's that counts.
        await store.AddAsync(key, newest?.Id, options.RevocationMargin, cancellationToken);
        await ReadAsync(cancellationToken);
        _watchers?.Invoke();
    }

    private TimeSpan LongestLifeOf(KeyPurpose purpose) =>
        purpose == KeyPurpose.AccessToken ? options.LongestAccessToken : options.SessionLifetime;

    private (string Id, byte[] Material) Generate(KeyPurpose purpose)
    {
        if (purpose == KeyPurpose.RefreshToken)
        {
            return (_keys.NextRefreshName(), RandomNumberGenerator.GetBytes(RefreshTokenKey.MaterialSize));
        }

        var key = SigningKey.Generate(out var material);
        return (key.Id, material);
    }

    private sealed record Reading(KnownAt At, IReadOnlyList<string> Forgotten);
}
