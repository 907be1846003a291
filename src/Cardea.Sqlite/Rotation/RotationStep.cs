using Cardea.Clients;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>
/// Looks at one session in a transaction. It writes the decision of <see cref="RotationRules"/>, and what the caller reports
/// about it. The transaction holds the write lock, so no other moves the row before the commit.
/// </summary>
internal static class RotationStep
{
    public static RotationOutcome Present(
        PreparedConnection connection, RefreshToken presented, RotationReporter report, DateTimeOffset now, CardeaOptions options)
    {
        var seen = Read(connection, presented.SessionId, options);
        return Write(connection, presented.SessionId, RotationRules.Decide(presented, seen?.Row, now, options), seen?.Device, report, now);
    }

    /// <summary>Records that a user has reauthenticated, and presents their refresh token if there is one.</summary>
    public static RotationOutcome Prove(
        PreparedConnection connection, SessionProof proof, RotationReporter report, DateTimeOffset now, CardeaOptions options)
    {
        var seen = Read(connection, proof.SessionId, options);
        var outcome = Write(connection, proof.SessionId, RotationRules.Decide(proof, seen?.Row, now, options), seen?.Device, report, now);
        if (outcome is RotationOutcome.Continued)
        {
            connection.Prepare(static command => command.CommandText = "UPDATE sessions SET auth_time = @now, amr = @amr WHERE id = @id")
                .With("@id", proof.SessionId)
                .With("@now", now)
                .With("@amr", string.Join(' ', proof.Amr))
                .ExecuteNonQuery();
        }

        return outcome;
    }

    /// <summary>Reads the row of a session, and its device; <see langword="null"/> if there is no session.</summary>
    public static SeenSession? Read(PreparedConnection connection, SessionId id, CardeaOptions options)
    {
        var life = Revocations.Life(connection, options);
        return connection.Prepare(static command => command.CommandText =
            """
            SELECT generation, parent, proved, recalls, token_hash, rotated_at, ended_at IS NULL AND disabled_at IS NULL, device, user_agent, ip_address,
                   user_id, auth_time, amr, roles
            FROM sessions LEFT JOIN users ON users.id = user_id
            WHERE sessions.id = @id
            """)
            .With("@id", id)
            .Row(row => new SeenSession(
                new(
                    row.GetInt32(0),
                    row.GetInt32(1),
                    row.GetInt32(2),
                    row.GetInt32(3),
                    row.GetBytes(4),
                    row.GetTime(5),
                    row.GetBoolean(6),
                    ReadSubject(row, 10),
                    life),
                new(row.GetText(7), row.GetText(8), row.GetText(9))));
    }

    // A user without a row in users lives in another store: no roles here, and never disabled here.
    public static SessionSubject ReadSubject(SqliteDataReader row, int column) => new(
        new(row.GetString(column)),
        row.GetTime(column + 1),
        row.GetString(column + 2).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        row.IsDBNull(column + 3) ? null : TextsJson.Read(row.GetString(column + 3)));

    private static RotationOutcome Write(
        PreparedConnection connection, SessionId id, RotationDecision decision, ClientDevice? device, RotationReporter report, DateTimeOffset now)
    {
        var (outcome, move) = decision;
        if (move is not null)
        {
            Move(connection, id, move, now);
        }

        if (outcome is RotationOutcome.Replayed)
        {
            connection.Prepare(static command => command.CommandText = "UPDATE sessions SET ended_at = @now, end_reason = @reason WHERE id = @id")
                .With("@id", id)
                .With("@now", now)
                .With("@reason", (int)EndReason.Replayed)
                .ExecuteNonQuery();
            TrustedDevices.EndOf(connection, id);
        }

        foreach (var revoked in outcome.Revoked)
        {
            Revocations.Add(connection, revoked, now);
        }

        if (report(outcome, device) is { } told)
        {
            Events.Tell(connection, told.Event, told.Mail, now);
        }

        return outcome;
    }

    private static void Move(PreparedConnection connection, SessionId id, RotationMove move, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions
            SET generation = @generation, parent = @parent, proved = @proved, recalls = @recalls, token_hash = @token_hash, rotated_at = @now
            WHERE id = @id
            """)
            .With("@id", id)
            .With("@generation", move.Generation)
            .With("@parent", move.Parent)
            .With("@proved", move.Proved)
            .With("@recalls", move.Recalls)
            .With("@token_hash", move.TokenHash.ToArray())
            .With("@now", now)
            .ExecuteNonQuery();

    internal sealed record SeenSession(SessionRow Row, ClientDevice Device);
}
