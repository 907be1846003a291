using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Ends and recalls sessions. The same statement writes to the feed.</summary>
internal static class Revocations
{
    /// <summary><see cref="RevokedSession.None"/>, as text.</summary>
    public const string None = "2147483647";

    /// <summary>How long a revocation must be kept: the longest life of a token of any key, and the margin.</summary>
    public const string Life = "(greatest((SELECT max(longest_life) FROM cardea.keys WHERE purpose = 0), @longest) + @margin)";

    /// <summary>Binds the parameters of <see cref="Life"/>.</summary>
    public static NpgsqlBatchCommand WithRevocationLife(this NpgsqlBatchCommand statement, CardeaOptions options) =>
        statement.With("@longest", options.LongestAccessToken).With("@margin", options.RevocationMargin);

    /// <summary>Writes the rows of a query to the feed: session, lowest number of recalls, life. A session has one row.</summary>
    public static string Insert(string query) =>
        $"""
        INSERT INTO cardea.revocations AS known (session_id, lowest_recalls, life, expires_at)
        SELECT id, lowest_recalls, life, {Moment.Now} + life FROM ({query}) AS revoked (id, lowest_recalls, life)
        ON CONFLICT (session_id) DO UPDATE
        SET lowest_recalls = greatest(known.lowest_recalls, EXCLUDED.lowest_recalls), life = greatest(known.life, EXCLUDED.life),
            expires_at = greatest(known.expires_at, EXCLUDED.expires_at), xid = EXCLUDED.xid
        RETURNING session_id, lowest_recalls, life
        """;

    /// <summary>
    /// Ends the sessions that a query finds, in the order of their ids. The order prevents deadlocks between two statements that
    /// end the same sessions.
    /// </summary>
    public static string End(string query) =>
        $"""
        WITH ended AS (
            UPDATE cardea.sessions SET ended_at = {Moment.Now}, end_reason = @reason
            FROM (SELECT id FROM ({query}) AS found ORDER BY id) AS ending
            WHERE sessions.id = ending.id AND ended_at IS NULL
            RETURNING sessions.id, user_id
        ), revoked AS ({Insert($"SELECT id, {None}, {Life} FROM ended")})
        SELECT session_id, lowest_recalls, life, user_id FROM revoked JOIN ended ON id = session_id
        """;

    /// <summary>Binds the parameters of <see cref="End"/> and <see cref="LiveSession"/>.</summary>
    public static NpgsqlBatchCommand WithEnd(
        this NpgsqlBatchCommand statement, EndReason reason, TimeProvider clock, CardeaOptions options) => statement
        .With("@reason", (short)reason)
        .WithRevocationLife(options)
        .WithLife(clock, options);

    /// <summary>
    /// Ends the sessions of a user. First it raises the user's epoch, under a lock on the user's row. A sign-in that is faster
    /// has its session ended by the second statement. A sign-in that is slower finds a new epoch and begins no session.
    /// </summary>
    public static async Task<IReadOnlyList<RevokedSession>> EndAllAsync(
        this Transaction transaction, UserId owner, SessionId? except, EndReason reason, TimeProvider clock, CardeaOptions options)
    {
        await transaction.RaiseEpochAsync(owner, except);
        await transaction.RunAsync(TrustedDevices.EndAll(owner, except));
        return await transaction.RunAsync(EndAll(owner, except, reason, clock, options), Read);
    }

    // Idle sessions are ended too: a longer idle timeout, or a clock that is set back, must not revive them.
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
    /// Recalls the sessions of a user. A rotation at the same time either comes first and is recalled too, or finds the row
    /// changed and looks again.
    /// </summary>
    public static NpgsqlBatchCommand RecallAll(UserId owner, TimeProvider clock, CardeaOptions options) => new NpgsqlBatchCommand(
        $"""
        WITH recalled AS (
            UPDATE cardea.sessions SET recalls = recalls + 1, is_recalled = true
            FROM (SELECT id FROM (SELECT id FROM cardea.sessions WHERE user_id = @owner AND {LiveSession.IsNotOver}) AS found ORDER BY id) AS recalling
            WHERE sessions.id = recalling.id AND ended_at IS NULL
            RETURNING sessions.id, recalls
        )
        {Insert($"SELECT id, recalls, {Life} FROM recalled")}
        """)
        .With("@owner", owner)
        .WithRevocationLife(options)
        .WithNow(clock);

    public static NpgsqlBatchCommand Add(RevokedSession revoked, TimeProvider clock) => new NpgsqlBatchCommand(Insert("SELECT @session_id, @lowest_recalls, @life"))
        .With("@session_id", revoked.SessionId)
        .With("@lowest_recalls", revoked.LowestRecalls)
        .With("@life", revoked.Life)
        .WithNow(clock);

    public static RevokedSession Read(NpgsqlDataReader row) => new(row.GetSessionId(0), row.GetInt32(1), row.GetFieldValue<TimeSpan>(2));

    // A user without a row in users lives in another store. If no session is excepted, the devices of the user become strangers.
    private static async Task RaiseEpochAsync(this Transaction transaction, UserId owner, SessionId? except)
    {
        var ours = await transaction.RunAsync(
            new NpgsqlBatchCommand("UPDATE cardea.users SET session_epoch = session_epoch + 1, device_epoch = device_epoch + @devices WHERE id = @owner RETURNING id")
                .With("@owner", owner)
                .With("@devices", except is null ? 1 : 0));
        if (ours == 0)
        {
            await transaction.RunAsync(
                new NpgsqlBatchCommand(
                    """
                    INSERT INTO cardea.session_epochs AS known (user_id, epoch, device_epoch) VALUES (@owner, 1, @devices)
                    ON CONFLICT (user_id) DO UPDATE SET epoch = known.epoch + 1, device_epoch = known.device_epoch + EXCLUDED.device_epoch
                    """)
                    .With("@owner", owner)
                    .With("@devices", except is null ? 1 : 0));
        }
    }
}
