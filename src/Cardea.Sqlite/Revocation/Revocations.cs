using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Sessions;

namespace Cardea.Sqlite;

/// <summary>Ends sessions inside a transaction, and writes to the feed what it ended.</summary>
internal static class Revocations
{
    public static void Add(PreparedConnection connection, RevokedSession revoked) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO revocations (session_id, lowest_generation, expires_at)
            VALUES (@session_id, @lowest_generation, @expires_at)
            """)
            .With("@session_id", revoked.SessionId)
            .With("@lowest_generation", revoked.LowestGeneration)
            .With("@expires_at", revoked.ExpiresAt)
            .ExecuteNonQuery();

    public static IReadOnlyList<RevokedSession> AddEnded(PreparedConnection connection, IReadOnlyList<SessionId> ended, DateTimeOffset expiresAt)
    {
        var revoked = ended.Select(id => new RevokedSession(id, RevokedSession.None, expiresAt)).ToArray();
        foreach (var session in revoked)
        {
            Add(connection, session);
        }

        return revoked;
    }

    public static IReadOnlyList<RevokedSession> RecallAll(PreparedConnection connection, UserId owner, DateTimeOffset now, CardeaOptions options)
    {
        var recalled = connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions SET lowest_generation = generation + 1
            WHERE user_id = @owner AND ended_at IS NULL AND id > @expired
            RETURNING id, lowest_generation
            """)
            .With("@owner", owner)
            .With("@expired", LiveSession.LastExpired(now))
            .Rows(row => new RevokedSession(row.GetSessionId(0), row.GetInt32(1), now + options.RevocationLifetime));
        foreach (var session in recalled)
        {
            Add(connection, session);
        }

        return recalled;
    }

    // Sessions idle for too long are ended as well: a longer idle timeout, or a clock set back, must not bring them to life.
    public static IReadOnlyList<RevokedSession> EndAll(
        PreparedConnection connection, UserId owner, SessionId? except, EndReason reason, DateTimeOffset now, CardeaOptions options)
    {
        var ended = connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions SET ended_at = @now, end_reason = @reason
            WHERE user_id = @owner AND id IS NOT @except AND ended_at IS NULL AND id > @expired
            RETURNING id
            """)
            .With("@owner", owner)
            .With("@except", except?.ToByteArray())
            .With("@reason", (int)reason)
            .With("@now", now)
            .With("@expired", LiveSession.LastExpired(now))
            .Rows(static row => row.GetSessionId(0));
        return AddEnded(connection, ended, now + options.RevocationLifetime);
    }
}
