using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    // The first receipt of a generation restarts its grace, because a second tab may use the token a moment later. Locked rows
    // are skipped: another transaction moves or ends the session, so the receipt no longer matters.
    public Task RecordReceiptsAsync(IReadOnlyCollection<AccessTokenId> receipts, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand(
                $"""
                WITH proven AS (
                    SELECT sessions.id FROM cardea.sessions
                    JOIN unnest(@ids, @generations) AS receipt (id, generation) USING (id, generation)
                    WHERE proved < generation AND {LiveSession.Condition}
                    FOR NO KEY UPDATE OF sessions SKIP LOCKED
                )
                UPDATE cardea.sessions SET proved = generation, rotated_at = {Moment.Now} FROM proven WHERE sessions.id = proven.id
                """)
                .With("@ids", receipts.Select(static receipt => receipt.SessionId.Value).ToArray())
                .With("@generations", receipts.Select(static receipt => receipt.Generation ?? -1).ToArray())
                .WithLife(clock, options),
            cancellationToken);
}
