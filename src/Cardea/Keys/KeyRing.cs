using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cardea.Tokens;

namespace Cardea.Keys;

/// <summary>
/// The keys of this issuer. They come from the store, all nodes share them, and their rotations overlap. The next key is always
/// published in advance, so an emergency rotation needs no wait. An old key stays until the last token that it made has expired.
/// </summary>
internal sealed class KeyRing(IKeyStore store, MasterKey masterKey, CardeaOptions options, TimeProvider clock)
{
    /// <summary>
    /// How long a key is published before it signs: longer than the JWKS is cached, plus the interval at which nodes reload.
    /// </summary>
    public static readonly TimeSpan PublishedAhead = TimeSpan.FromMinutes(10);

    private readonly Lock _using = new();
    private readonly ConcurrentDictionary<string, bool> _retired = new(StringComparer.Ordinal);
    private volatile KeySet _keys = KeySet.Empty;
    private volatile Reading? _read;
    private Action? _watchers;

    /// <summary>The keys that the JWKS shows: those whose access tokens are accepted, and those that sign next.</summary>
    public IReadOnlyList<SigningKey> Published => [.. _keys.Published(clock.GetUtcNow())];

    /// <summary>The keys in the store, the oldest first.</summary>
    public IReadOnlyList<StoredKey> Stored => _keys.Stored;

    /// <summary>How long a revocation must be kept, as far as this node knows which tokens are in use.</summary>
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

    /// <summary>Returns the key that signs access tokens now, and the longest life of its tokens.</summary>
    /// <exception cref="StoreUnavailableException">No key has been read yet, or the last read is too old. The key may have been retired since.</exception>
    public (SigningKey Key, TimeSpan LongestLife) CurrentSigning()
    {
        ThrowIfStale();
        var keys = _keys;
        return keys.Active(KeyPurpose.AccessToken, clock.GetUtcNow()) is { } key ? (keys.Open(key), key.LongestLife) : throw NotReady();
    }

    /// <summary>Returns the key for the refresh tokens of new sessions.</summary>
    /// <exception cref="StoreUnavailableException">No key has been read yet, or the last read is too old.</exception>
    public RefreshTokenKey CurrentRefresh()
    {
        ThrowIfStale();
        return _keys.Refresh(clock.GetUtcNow()) ?? throw NotReady();
    }

    /// <summary>Returns the key with this id, if its access tokens are still accepted.</summary>
    public SigningKey? FindSigning(string id) => _keys.FindSigning(id, clock.GetUtcNow());

    /// <summary>Returns the key with this id, if its refresh tokens are still accepted.</summary>
    public RefreshTokenKey? FindRefresh(byte id) => _keys.FindRefresh(id, clock.GetUtcNow());

    /// <summary>
    /// Calls <paramref name="watcher"/> whenever this process has changed a key in the store. The watcher must not wait or throw.
    /// </summary>
    public void Watch(Action watcher) => _watchers += watcher;

    /// <summary>Uses the keys that a read of the store returned.</summary>
    /// <param name="stored">All keys in the store.</param>
    /// <param name="readAt">The time when the read began.</param>
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

            // A store that has forgotten that a key is retired does not bring the key back.
            _keys = KeySet.Open(
                stored.Select(key => key.RetiredAt is null && _retired.ContainsKey(NameOf(key)) ? key with { RetiredAt = key.CreatedAt } : key),
                masterKey,
                _keys);
            _read = new(readAt, [.. stored.Where(key => key.RetiredAt is null && _retired.ContainsKey(NameOf(key))).Select(static key => key.Id)]);
        }
    }

    /// <summary>Reads the keys again, and creates the keys that are missing or due.</summary>
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

    /// <summary>Lets the waiting keys take over after <see cref="PublishedAhead"/>. Their successors are created then.</summary>
    /// <param name="by">The operator; <see langword="null"/> if this process does it by itself.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<KeyChange> RotateAsync(KeyOperator? by, CancellationToken cancellationToken)
    {
        await ReloadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        string[] waiting = [.. Enum.GetValues<KeyPurpose>().Select(purpose => _keys.Waiting(purpose, now)?.Id).OfType<string>()];
        var change = await store.AdvanceAsync(waiting, now + PublishedAhead, by, cancellationToken);
        await ReadAsync(cancellationToken);
        _watchers?.Invoke();
        return change;
    }

    /// <summary>
    /// Retires a key, for example because it has leaked. What it made is refused from now on. If it was in use, the next key
    /// takes over.
    /// </summary>
    /// <param name="id">The key.</param>
    /// <param name="by">The operator; <see langword="null"/> if this process does it by itself.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<KeyChange> RetireAsync(string id, KeyOperator? by, CancellationToken cancellationToken)
    {
        var retired = await store.RetireAsync(id, clock.GetUtcNow(), by, cancellationToken);
        await ReloadAsync(cancellationToken);
        _watchers?.Invoke();
        return retired;
    }

    /// <summary>Retires keys again if this process knows that they are retired, but the store has forgotten it.</summary>
    public async Task WriteBackAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _read?.Forgotten ?? [])
        {
            await store.RetireAsync(id, clock.GetUtcNow(), by: null, cancellationToken);
        }
    }

    private static StoreUnavailableException NotReady() => new("The keys have not been read from the store yet.");

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    // The number of a refresh-token key is used again after its key has expired. This name is different for each key.
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
            throw new StoreUnavailableException("The keys were read too long ago to sign with them.");
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = KnownAt.Now(clock);
        Use(await store.ReadAsync(cancellationToken), readAt);
    }

    private async Task AddAsync(KeyPurpose purpose, DateTimeOffset activeFrom, CancellationToken cancellationToken)
    {
        // The newest key is the one that was created last, even if the node that created its predecessor has a fast clock.
        var newest = _keys.Newest(purpose);
        var now = clock.GetUtcNow();
        var createdAt = newest?.CreatedAt.AddMilliseconds(1) is { } earliest && earliest > now ? earliest : now;
        var (id, material) = Generate(purpose);
        var key = new StoredKey(id, purpose, masterKey.Seal(id, purpose, material), createdAt, activeFrom, LongestLifeOf(purpose));
        CryptographicOperations.ZeroMemory(material);

        // Another node may have added its key first. The keys in the store count.
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
