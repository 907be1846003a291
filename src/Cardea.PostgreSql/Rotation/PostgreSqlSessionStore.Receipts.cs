using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    // A row that somebody holds is being moved or ended: either way its receipt means nothing any more, and nobody waits for it.
    public Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand(
                """
                WITH proved AS (
                    SELECT sessions.id FROM cardea.sessions
                    JOIN unnest(@ids, @generations) AS receipt (id, generation) USING (id, generation)
                    WHERE NOT received
                    FOR NO KEY UPDATE OF sessions SKIP LOCKED
                )
                UPDATE cardea.sessions SET received = true FROM proved WHERE sessions.id = proved.id
                """)
                .With("@ids", receipts.Select(static receipt => receipt.SessionId.Value).ToArray())
                .With("@generations", receipts.Select(static receipt => receipt.Generation).ToArray()),
            static _ => 0,
            cancellationToken);
}
