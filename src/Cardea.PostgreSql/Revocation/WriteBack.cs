using Cardea.Revocation;
using Cardea.Sessions;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Writes back revocations that a node knows and the database has forgotten. The session's row decides: a revocation that the row
/// has seen already is not written again, even if it was swept. Without a row, the revocation is kept for as long as the node
/// keeps it.
/// </summary>
internal static class WriteBack
{
    private const string Statement =
        $"""
        WITH known AS (SELECT * FROM unnest(@ids, @lowest_recalls, @lives) AS known (id, lowest_recalls, life)),
        written AS (
            UPDATE cardea.sessions
            SET ended_at = CASE WHEN lowest_recalls = {Revocations.None} THEN {Moment.Now} END,
                end_reason = CASE WHEN lowest_recalls = {Revocations.None} THEN @reason END,
                recalls = CASE WHEN lowest_recalls = {Revocations.None} THEN recalls ELSE lowest_recalls END,
                is_recalled = true
            FROM known
            WHERE sessions.id = known.id AND ended_at IS NULL AND recalls < lowest_recalls
            RETURNING sessions.id, lowest_recalls
        ), rowless AS (
            SELECT id, lowest_recalls, life FROM known
            WHERE life > interval '0' AND cardea.session_end(id) > {Moment.Now}
              AND NOT EXISTS (SELECT FROM cardea.sessions WHERE sessions.id = known.id)
              AND NOT EXISTS (SELECT FROM cardea.revocations WHERE session_id = known.id AND revocations.lowest_recalls >= known.lowest_recalls)
        )
        """;

    private static readonly string Written =
        $"{Statement} {Revocations.Insert($"SELECT id, lowest_recalls, {Revocations.Life} FROM written UNION ALL SELECT id, lowest_recalls, life FROM rowless")}";

    public static async Task<IReadOnlyList<RevokedSession>> RunAsync(
        Transaction transaction, IReadOnlyList<RevokedSession> known, TimeProvider clock, CardeaOptions options)
    {
        var ids = known.Select(static revoked => revoked.SessionId.Value).ToArray();

        // In the order of ids, as everywhere, to prevent deadlocks.
        await transaction.RunAsync(
            new NpgsqlBatchCommand("SELECT FROM cardea.sessions WHERE id = ANY (@ids) ORDER BY id FOR NO KEY UPDATE").With("@ids", ids));
        return await transaction.RunAsync(
            new NpgsqlBatchCommand(Written)
                .With("@ids", ids)
                .With("@lowest_recalls", known.Select(static revoked => revoked.LowestRecalls).ToArray())
                .With("@lives", known.Select(static revoked => revoked.Life).ToArray())
                .With("@reason", (short)EndReason.WrittenBack)
                .WithRevocationLife(options)
                .WithNow(clock),
            Revocations.Read);
    }
}
