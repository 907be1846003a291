using Cardea.Tokens;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    // The first receipt of a generation restarts its grace, because a second tab may use the token a moment later.
    public Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var now = clock.GetUtcNow();
                var recorded = 0;
                foreach (var receipt in receipts)
                {
                    recorded += connection.Prepare(static command => command.CommandText =
                        $"""
                        UPDATE sessions SET proved = generation, rotated_at = @now
                        WHERE id = @id AND generation = @generation AND proved < generation AND {LiveSession.Condition}
                        """)
                        .With("@id", receipt.SessionId)
                        .With("@generation", receipt.Generation)
                        .With("@now", now)
                        .WithLife(now, options)
                        .ExecuteNonQuery();
                }

                return recorded;
            },
            cancellationToken);
}
