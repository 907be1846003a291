using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

internal sealed partial class SqliteSessionStore
{
    public async Task<RotationOutcome> RotateAsync(RefreshToken presented, CancellationToken cancellationToken)
    {
        var successor = presented.Next();
        var subject = await database.WriteQuicklyAsync(
            connection => MoveOn(connection, presented, successor, clock.GetUtcNow()), cancellationToken);

        // No row matched, so this is anything but an ordinary rotation, and what comes of it may have to be durable.
        return subject is not null
            ? new RotationOutcome.Rotated(successor, subject)
            : await database.WriteAsync(connection => Decide(connection, presented, clock.GetUtcNow()), cancellationToken);
    }

    public Task<SessionSubject?> InspectAsync(RefreshToken presented, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => RotationRules.Decide(presented, ReadRow(connection, presented.SessionId), clock.GetUtcNow(), options)
                is RotationOutcome.Continued continued ? continued.Subject : null,
            cancellationToken);

    // The statement that checks the token is the one that moves the session on: two requests with one token never both do.
    private SessionSubject? MoveOn(PreparedConnection connection, RefreshToken presented, RefreshToken successor, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions
            SET generation = @successor, parent = @generation, token_hash = @successor_hash, rotated_at = @now, receipt = 0
            WHERE id = @id AND generation = @generation AND token_hash = @token_hash
              AND ended_at IS NULL AND rotated_at > @idle
              AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = sessions.user_id AND disabled_at IS NOT NULL)
            RETURNING user_id, auth_time, amr, (SELECT roles FROM users WHERE users.id = sessions.user_id)
            """)
            .With("@id", presented.SessionId)
            .With("@generation", presented.Generation)
            .With("@token_hash", presented.Hash.ToArray())
            .With("@successor", successor.Generation)
            .With("@successor_hash", successor.Hash.ToArray())
            .With("@now", now)
            .With("@idle", now - options.IdleTimeout)
            .Row(static row => ReadSubject(row, 0));

    private RotationOutcome Decide(PreparedConnection connection, RefreshToken presented, DateTimeOffset now)
    {
        var outcome = RotationRules.Decide(presented, ReadRow(connection, presented.SessionId), now, options);
        switch (outcome)
        {
            case RotationOutcome.Repeated:
                break;
            case RotationOutcome.Continued continued:
                var recalled = outcome as RotationOutcome.Reissued;
                Move(connection, presented.Generation, continued.Successor, recalled?.Recall.LowestGeneration ?? 0, now);
                if (recalled is not null)
                {
                    Revocations.Add(connection, recalled.Recall);
                }

                break;
            case RotationOutcome.Replayed replayed:
                EndReplayed(connection, presented.SessionId, now);
                Revocations.Add(connection, replayed.End);
                break;
        }

        return outcome;
    }

    // With the write lock held, nobody moves the row between here and the commit.
    private static SessionRow? ReadRow(PreparedConnection connection, SessionId id) =>
        connection.Prepare(static command => command.CommandText =
            """
            SELECT generation, parent, token_hash, rotated_at, receipt,
                   ended_at IS NULL AND disabled_at IS NULL,
                   user_id, auth_time, amr, roles
            FROM sessions LEFT JOIN users ON users.id = user_id
            WHERE sessions.id = @id
            """)
            .With("@id", id)
            .Row(static row => new SessionRow(
                row.GetInt32(0),
                row.IsDBNull(1) ? null : row.GetInt32(1),
                row.GetBytes(2),
                row.GetTime(3),
                row.GetBoolean(4),
                row.GetBoolean(5),
                ReadSubject(row, 6)));

    private static void Move(PreparedConnection connection, int parent, RefreshToken successor, int lowestGeneration, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions
            SET generation = @generation, parent = @parent, token_hash = @token_hash, rotated_at = @now, receipt = 0,
                lowest_generation = max(lowest_generation, @lowest_generation)
            WHERE id = @id
            """)
            .With("@id", successor.SessionId)
            .With("@generation", successor.Generation)
            .With("@parent", parent)
            .With("@lowest_generation", lowestGeneration)
            .With("@token_hash", successor.Hash.ToArray())
            .With("@now", now)
            .ExecuteNonQuery();

    private static void EndReplayed(PreparedConnection connection, SessionId id, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            "UPDATE sessions SET ended_at = @now, end_reason = @reason WHERE id = @id")
            .With("@id", id)
            .With("@now", now)
            .With("@reason", (int)EndReason.Replayed)
            .ExecuteNonQuery();

    // Without a row in users, they live in another store: no roles, and never disabled here.
    private static SessionSubject ReadSubject(SqliteDataReader row, int column) => new(
        new(row.GetString(column)),
        row.GetTime(column + 1),
        row.GetString(column + 2).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        row.IsDBNull(column + 3) ? null : TextsJson.Read(row.GetString(column + 3)));
}
