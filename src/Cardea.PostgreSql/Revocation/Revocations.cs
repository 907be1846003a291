using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Sessions;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Ends sessions, and writes to the feed what it ended: one statement.</summary>
internal static class Revocations
{
    /// <summary>What the nodes listen on. Notified with the commit of a revocation, and of nothing else: it makes commits wait in a line.</summary>
    public const string Channel = "cardea_revocations";

    private const string Announced = $"RETURNING session_id, lowest_generation, expires_at, pg_notify('{Channel}', '')";

    /// <summary>
    /// Ends the sessions that a query finds, in the order of their ids: of two that end the same ones, neither waits for the
    /// other while the other waits for it.
    /// </summary>
    public static string End(string query) =>
        $"""
        WITH ended AS (
            UPDATE cardea.sessions SET ended_at = {Moment.Now}, end_reason = @reason
            FROM (SELECT id FROM ({query}) AS found ORDER BY id) AS ending
            WHERE sessions.id = ending.id AND ended_at IS NULL
            RETURNING sessions.id
        )
        INSERT INTO cardea.revocations (session_id, lowest_generation, expires_at)
        SELECT id, {None}, {Moment.Now} + @lifetime FROM ended
        {Announced}
        """;

    /// <summary>Binds what <see cref="End"/> and <see cref="LiveSession"/> ask for.</summary>
    public static NpgsqlBatchCommand WithEnd(
        this NpgsqlBatchCommand statement, EndReason reason, TimeProvider clock, CardeaOptions options) => statement
        .With("@reason", (short)reason)
        .With("@lifetime", options.RevocationLifetime)
        .WithLife(clock, options);

    // Sessions idle for too long are ended as well: a longer idle timeout, or a clock set back, must not bring them to life.
    public static NpgsqlBatchCommand EndAll(UserId owner, SessionId? except, EndReason reason, TimeProvider clock, CardeaOptions options) =>
        new NpgsqlBatchCommand(
            End(
                $"""
                SELECT id FROM cardea.sessions
                WHERE user_id = @owner AND id IS DISTINCT FROM @except AND {LiveSession.IsNotOver}
                """))
            .With("@owner", owner)
            .With("@except", except?.Value)
            .WithEnd(reason, clock, options);

    /// <summary>
    /// Recalls the sessions of a user. A rotation in flight either comes first, and what it reached is recalled, or finds the
    /// row changed and looks again.
    /// </summary>
    public static NpgsqlBatchCommand RecallAll(UserId owner, TimeProvider clock, CardeaOptions options) => new NpgsqlBatchCommand(
        $"""
        WITH recalled AS (
            UPDATE cardea.sessions SET lowest_generation = generation + 1
            FROM (SELECT id FROM (SELECT id FROM cardea.sessions WHERE user_id = @owner AND {LiveSession.IsNotOver}) AS found ORDER BY id) AS recalling
            WHERE sessions.id = recalling.id AND ended_at IS NULL
            RETURNING sessions.id, sessions.lowest_generation
        )
        INSERT INTO cardea.revocations (session_id, lowest_generation, expires_at)
        SELECT id, lowest_generation, {Moment.Now} + @lifetime FROM recalled
        {Announced}
        """)
        .With("@owner", owner)
        .With("@lifetime", options.RevocationLifetime)
        .WithNow(clock);

    public static NpgsqlBatchCommand Add(RevokedSession revoked) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.revocations (session_id, lowest_generation, expires_at)
        VALUES (@session_id, @lowest_generation, @expires_at)
        {Announced}
        """)
        .With("@session_id", revoked.SessionId)
        .With("@lowest_generation", revoked.LowestGeneration)
        .With("@expires_at", revoked.ExpiresAt);

    public static RevokedSession Read(NpgsqlDataReader row) => new(row.GetSessionId(0), row.GetInt32(1), row.GetTime(2));

    // The same as RevokedSession.None, as text.
    private const string None = "2147483647";
}
