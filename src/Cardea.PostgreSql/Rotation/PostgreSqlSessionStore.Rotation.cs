using System.Data;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlSessionStore
{
    private readonly RotationQueue _rotations = new(database, new(database, options, clock));

    public async Task<RotationOutcome> RotateAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        await _rotations.RotateAsync(presented, cancellationToken)
        ?? await LookAsync(presented, cancellationToken)
        ?? await DecideAsync(presented, cancellationToken);

    // Most that are not the current token change nothing: they repeat, or are refused. Those wait for no lock, and sync no commit.
    private async Task<RotationOutcome?> LookAsync(RefreshToken presented, CancellationToken cancellationToken)
    {
        var seen = await database.RunAsync(database.Rotations, () => Select(presented.SessionId), Read, cancellationToken);
        var outcome = Decide(presented, seen).Outcome;
        return outcome is RotationOutcome.Repeated or RotationOutcome.Unknown or RotationOutcome.Ended or RotationOutcome.Expired ? outcome : null;
    }

    public async Task<SessionSubject?> InspectAsync(RefreshToken presented, CancellationToken cancellationToken)
    {
        var seen = await database.RunAsync(database.Rotations, () => Select(presented.SessionId), Read, cancellationToken);
        return Decide(presented, seen).Outcome is RotationOutcome.Continued continued ? continued.Subject : null;
    }

    // What comes of it may have to be durable: an end, or a recall.
    private Task<RotationOutcome> DecideAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Rotations,
            async (connection, deadline) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, deadline);

                // Two statements: the second sees what was committed before the first got its lock, of the user too.
                await RunAsync(connection, Hold(presented.SessionId), deadline);
                var seen = await connection.RunAsync(Select(presented.SessionId), Read, deadline);
                var (outcome, now) = Decide(presented, seen);
                switch (outcome)
                {
                    case RotationOutcome.Repeated:
                        break;
                    case RotationOutcome.Continued continued:
                        var recalled = outcome as RotationOutcome.Reissued;
                        await RunAsync(connection, Move(presented.Generation, continued.Successor, recalled?.Recall.LowestGeneration ?? 0, now), deadline);
                        if (recalled is not null)
                        {
                            await RunAsync(connection, Revocations.Add(recalled.Recall), deadline);
                        }

                        break;
                    case RotationOutcome.Replayed replayed:
                        await RunAsync(connection, EndReplayed(presented.SessionId, now), deadline);
                        await RunAsync(connection, Revocations.Add(replayed.End), deadline);
                        break;
                }

                await transaction.CommitAsync(deadline);
                return outcome;
            },
            cancellationToken);

    private (RotationOutcome Outcome, DateTimeOffset Now) Decide(RefreshToken presented, IReadOnlyList<(SessionRow Row, DateTimeOffset Now)> seen) =>
        seen switch
        {
            [] => (new RotationOutcome.Unknown(), default),
            [var (_, now)] when presented.SessionId.AbsoluteEnd <= now => (new RotationOutcome.Expired(), now),
            [var (row, now), ..] => (RotationRules.Decide(presented, row, now, options), now),
        };

    private static NpgsqlBatchCommand Hold(SessionId id) =>
        new NpgsqlBatchCommand("SELECT FROM cardea.sessions WHERE id = @id FOR NO KEY UPDATE").With("@id", id);

    private NpgsqlBatchCommand Select(SessionId id) => new NpgsqlBatchCommand(
        $"""
        SELECT {Moment.Now}, generation, parent, token_hash, rotated_at, received,
               ended_at IS NULL AND disabled_at IS NULL,
               user_id, auth_time, amr, roles
        FROM cardea.sessions LEFT JOIN cardea.users ON users.id = user_id
        WHERE sessions.id = @id
        """)
        .With("@id", id)
        .WithNow(clock);

    private static (SessionRow Row, DateTimeOffset Now) Read(NpgsqlDataReader row) => (
        new SessionRow(
            row.GetInt32(1),
            row.IsDBNull(2) ? null : row.GetInt32(2),
            row.GetBytes(3),
            row.GetTime(4),
            row.GetBoolean(5),
            row.GetBoolean(6),
            RotationBatch.ReadSubject(row, 7)),
        row.GetTime(0));

    private static NpgsqlBatchCommand Move(int parent, RefreshToken successor, int lowestGeneration, DateTimeOffset now) => new NpgsqlBatchCommand(
        """
        UPDATE cardea.sessions
        SET rotated_at = @now, generation = @generation, parent = @parent, received = false, token_hash = @token_hash,
            lowest_generation = greatest(lowest_generation, @lowest_generation)
        WHERE id = @id
        """)
        .With("@id", successor.SessionId)
        .With("@generation", successor.Generation)
        .With("@parent", parent)
        .With("@lowest_generation", lowestGeneration)
        .With("@token_hash", successor.Hash.ToArray())
        .With("@now", now);

    private static NpgsqlBatchCommand EndReplayed(SessionId id, DateTimeOffset now) => new NpgsqlBatchCommand(
        "UPDATE cardea.sessions SET ended_at = @now, end_reason = @reason WHERE id = @id")
        .With("@id", id)
        .With("@now", now)
        .With("@reason", (short)EndReason.Replayed);

    private static Task<IReadOnlyList<int>> RunAsync(NpgsqlConnection connection, NpgsqlBatchCommand statement, CancellationToken cancellationToken) =>
        connection.RunAsync(statement, static _ => 0, cancellationToken);
}
