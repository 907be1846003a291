using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Sessions;

/// <summary>A store of which the feed can be read, with the keys of a key store. Other nodes write to it; no session of this one is in it.</summary>
internal class FeedOnlySessionStore(IKeyStore keys) : AwaySessionStore
{
    private readonly Lock _gate = new();
    private readonly List<ReadRevocation> _revoked = [];
    private TaskCompletionSource? _held;
    private int _reads;

    /// <summary>How many reads of the feed have begun.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Whether the feed can't be read.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often all sessions of any user were ended.</summary>
    public long Epoch { get; set; }

    /// <summary>Another node revokes something.</summary>
    public void Revoke(RevokedSession revoked)
    {
        lock (_gate)
        {
            _revoked.Add(new(revoked, (ulong)_revoked.Count + 1));
        }
    }

    /// <summary>Lets reads that begin from here on wait.</summary>
    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets all reads go on.</summary>
    public void Release()
    {
        _held?.SetResult();
        _held = null;
    }

    public override async Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken)
    {
        // It sees what was there when it began.
        Interlocked.Increment(ref _reads);
        ReadRevocation[] read;
        lock (_gate)
        {
            read = [.. _revoked];
        }

        await (_held?.Task ?? Task.CompletedTask);
        return IsAway
            ? throw new StoreUnavailableException()
            : new(new(new("memory", 1, [])), read, await keys.ReadAsync(cancellationToken), Begins: from is null);
    }

    public override Task<IReadOnlyList<RevokedSession>> WriteBackAsync(IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RevokedSession>>([]);

    public override Task<UserEpochs> ReadEpochsAsync(UserId user, CancellationToken cancellationToken) => Task.FromResult(new UserEpochs(Epoch, Device: 0));
}
