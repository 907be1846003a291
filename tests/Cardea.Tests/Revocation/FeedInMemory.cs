using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Tests.Sessions;
using Cardea.Tokens;

namespace Cardea.Tests.Revocation;

/// <summary>The feed of a store, as PostgreSQL has it: by snapshot and identity, and page by page.</summary>
internal sealed class FeedInMemory(IKeyStore keys) : AwaySessionStore
{
    private readonly List<ReadRevocation> _rows = [];
    private int _reads;

    public string Identity { get; set; } = "one";

    public int PageSize { get; init; } = int.MaxValue;

    /// <summary>How many reads have begun.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>What comes before a read is answered, by its number.</summary>
    public Func<int, Task>? Before { get; set; }

    /// <summary>What is thrown instead of an answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What is thrown instead of writing back.</summary>
    public Exception? WriteBackFailure { get; set; }

    public List<RevokedSession> WrittenBack { get; } = [];

    public List<AccessTokenId> Receipts { get; } = [];

    /// <summary>How often receipts were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Another node revokes something.</summary>
    public void Revoke(RevokedSession revoked) => _rows.Add(new(revoked, (ulong)_rows.Count + 1));

    /// <summary>It falls back to a moment at which there was nothing.</summary>
    public void Forget(string identity)
    {
        _rows.Clear();
        Identity = identity;
    }

    public override async Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken)
    {
        var (next, rows) = ((ulong)_rows.Count + 1, _rows.ToArray());
        var read = Interlocked.Increment(ref _reads);
        await (Before?.Invoke(read) ?? Task.CompletedTask);
        if (Failure is not null)
        {
            throw Failure;
        }

        var stored = await keys.ReadAsync(cancellationToken);
        if (from is { Cursor: var known, After: null } && known.Identity == Identity)
        {
            return new(new(new(Identity, next, [])), [.. rows.Where(row => !known.Saw(row.Transaction))], stored, Begins: false);
        }

        var goesOn = from?.Cursor.Identity == Identity;
        var after = goesOn ? from!.After!.Value.Value : Guid.Empty;
        ReadRevocation[] page = [.. rows.Where(row => row.Revoked.SessionId.Value > after).OrderBy(static row => row.Revoked.SessionId.Value).Take(PageSize)];
        return new(
            new(goesOn ? from!.Cursor : new(Identity, next, []), page.Length < PageSize ? null : page[^1].Revoked.SessionId),
            page,
            stored,
            Begins: !goesOn);
    }

    public override Task<IReadOnlyList<RevokedSession>> WriteBackAsync(IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken)
    {
        if (WriteBackFailure is not null)
        {
            throw WriteBackFailure;
        }

        WrittenBack.AddRange(known);
        return Task.FromResult(known);
    }

    public override Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            Refused++;
            throw Failure;
        }

        Receipts.AddRange(receipts);
        return Task.CompletedTask;
    }
}
