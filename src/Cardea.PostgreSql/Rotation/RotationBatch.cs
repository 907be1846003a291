using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Rotates many sessions in one statement, each by its own token.</summary>
internal sealed class RotationBatch(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock)
{
    // The statement that checks a token also moves its session on, so two requests with one token never both succeed. It moves
    // the row
    // as RotationRules do. The order of ids, the same everywhere, prevents deadlocks between the batches of two nodes.
    // A session that was recalled since its last move gets a closer look: this statement may have read its user before the
    // change.
    // A lost commit heals (see Healed). If a locked row fails the statement, it runs again without that row.
    // There is no range of ids to exclude the other partitions: with one, the planner reads small partitions as a whole.
    private const string Move =
        $"""
        UPDATE cardea.sessions
        SET rotated_at = {Moment.Now}, generation = presented_generation + 1, token_hash = successor_hash, proved = presented_generation,
            parent = greatest(CASE WHEN rotated_at > {Moment.Now} - @grace THEN parent ELSE proved END, presented_generation + 1 - {MostParents})
        FROM unnest(@ids, @generations, @hashes, @successor_hashes) WITH ORDINALITY
            AS presented (session_id, presented_generation, presented_hash, successor_hash, number)
        WHERE (SELECT {QuickCommit.Setting} || set_config('lock_timeout', '50ms', true)) IS NOT NULL
          AND id = session_id AND generation = presented_generation AND token_hash = presented_hash
          AND NOT is_recalled AND ended_at IS NULL AND rotated_at > {Moment.Now} - @idle
          AND session_id >= (SELECT cardea.session_floor({Moment.Now} + interval '1 millisecond'))
          AND NOT EXISTS (SELECT FROM cardea.users WHERE users.id = user_id AND disabled_at IS NOT NULL)
        """;

    // RotationRules.MostParents, as text.
    private const string MostParents = "4";

    private const string Moved =
        $"""
        RETURNING number, id, recalls, {Moment.Now}, user_id, auth_time, amr, (SELECT roles FROM cardea.users WHERE users.id = user_id),
            EXISTS (SELECT FROM cardea.users WHERE users.id = user_id AND password_breached_at IS NOT NULL)
        """;

    private const string Together = $"{Move} {Moved}";

    // For one session, its id tells the partition. PostgreSQL does not even open the others.
    private const string Alone = $"{Move} AND id = @id {Moved}";

    // Skips the rows that are locked, and waits for none.
    private const string Unlocked =
        $"""
        WITH free AS (SELECT id FROM cardea.sessions WHERE id = ANY(@ids) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
        {Move} AND id IN (SELECT free.id FROM free) {Moved}
        """;

    /// <summary>Rotates the sessions whose token is current and live. It does not change the others.</summary>
    /// <param name="rotations">The rotations, in the order of their sessions' ids. Each session occurs once.</param>
    /// <param name="passesLocked">True to skip locked sessions. Otherwise one locked session fails them all.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public async Task<int> RunAsync(List<PendingRotation> rotations, bool passesLocked, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(passesLocked ? Unlocked : rotations.Count == 1 ? Alone : Together)
            .With("@ids", rotations.ConvertAll(static rotation => rotation.Presented.SessionId.Value))
            .With("@id", rotations[0].Presented.SessionId)
            .With("@generations", rotations.ConvertAll(static rotation => rotation.Presented.Generation))
            .With("@hashes", rotations.ConvertAll(static rotation => rotation.Presented.Hash.ToArray()))
            .With("@successor_hashes", rotations.ConvertAll(static rotation => rotation.Successor.Hash.ToArray()))
            .With("@idle", options.IdleTimeout)
            .With("@grace", options.RefreshGrace)
            .WithNow(clock);
        var moved = await database.RotateAsync(statement, Read, cancellationToken);

        // The answers wait until the commit has succeeded.
        foreach (var row in moved)
        {
            Answer(rotations[row.Number], row);
        }

        return moved.Count;
    }

    // A row of another session is a serious error. No client gets that answer.
    private void Answer(PendingRotation rotation, MovedRow row)
    {
        if (row.SessionId != rotation.Presented.SessionId)
        {
            database.LogCrossedSessions(rotation.Presented.SessionId, row.SessionId);
            rotation.TrySetException(database.Unavailable("answered for another session than it was asked about"));
            return;
        }

        rotation.TrySetResult(new RotationOutcome.Rotated(new(row.SessionId, rotation.Successor, row.Subject, row.Recalls, row.Now)));
    }

    private static MovedRow Read(NpgsqlDataReader row) =>
        new((int)row.GetInt64(0) - 1, row.GetSessionId(1), row.GetInt32(2), row.GetTime(3), ReadSubject(row, 4));

    // A user without a row in users lives in another store: no roles here, and never disabled here.
    public static SessionSubject ReadSubject(NpgsqlDataReader row, int column) => new(
        new(row.GetString(column)),
        row.GetTime(column + 1),
        row.GetString(column + 2).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        row.IsDBNull(column + 3) ? null : row.GetFieldValue<string[]>(column + 3))
    {
        IsPasswordBreached = row.GetBoolean(column + 4),
    };

    private readonly record struct MovedRow(int Number, SessionId SessionId, int Recalls, DateTimeOffset Now, SessionSubject Subject);
}
