using Cardea.Revocation;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    private FeedStatement _feed = new(showsIdentity: true);

    public async Task<RevocationPage> ReadRevocationsAsync(FeedPosition? from, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadFeedAsync(from, cancellationToken);
        }
        catch (StoreUnavailableException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege })
        {
            // Some hosts do not let this user read the control data.
            _feed = new(showsIdentity: false);
            return await ReadFeedAsync(from, cancellationToken);
        }
    }

    public Task<IReadOnlyList<RevokedSession>> WriteBackAsync(IReadOnlyList<RevokedSession> known, CancellationToken cancellationToken) =>
        database.InTransactionAsync(database.Background, transaction => WriteBack.RunAsync(transaction, known, clock, options), cancellationToken);

    private async Task<RevocationPage> ReadFeedAsync(FeedPosition? from, CancellationToken cancellationToken)
    {
        if (from is { Cursor: var known })
        {
            var read = await RunFeedAsync(from.After is { } after ? () => _feed.Page(after.Value) : () => _feed.Since(known), cancellationToken);
            if (_feed.Continues(from, read.Cursor))
            {
                // A full read keeps the snapshot of its first page. The next read returns what was committed since.
                return from.After is null ? new(new(read.Cursor), read.Revocations, read.Keys, Begins: false) : Page(read, known, begins: false);
            }
        }

        var first = await RunFeedAsync(() => _feed.Page(Guid.Empty), cancellationToken);
        return Page(first, first.Cursor, begins: true);
    }

    private static RevocationPage Page(FeedStatement.FeedRows read, FeedCursor cursor, bool begins) => new(
        new(cursor, read.Revocations.Count < FeedStatement.PageSize ? null : new SessionId(read.Revocations.Max(static row => row.Revoked.SessionId.Value))),
        read.Revocations,
        read.Keys,
        begins);

    private async Task<FeedStatement.FeedRows> RunFeedAsync(Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken) =>
        FeedStatement.Read(await database.RunAsync(database.Background, statement, FeedStatement.ReadRow, cancellationToken));
}
