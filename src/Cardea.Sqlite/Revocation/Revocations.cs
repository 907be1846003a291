using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>Ends and recalls sessions inside a transaction, and writes to the feed.</summary>
internal static class Revocations
{
    /// <summary>How long a revocation must be kept: the longest life of a token of any key, and the margin.</summary>
    public static TimeSpan Life(PreparedConnection connection, CardeaOptions options)
    {
        var longest = connection.Prepare(static command => command.CommandText = "SELECT coalesce(max(longest_life), 0) FROM keys WHERE purpose = 0")
            .Rows(static row => row.GetDuration(0))[0];
        return (longest > options.LongestAccessToken ? longest : options.LongestAccessToken) + options.RevocationMargin;
    }

    public static void Add(PreparedConnection connection, RevokedSession revoked, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO revocations (session_id, lowest_recalls, life, expires_at)
            VALUES (@session_id, @lowest_recalls, @life, @expires_at)
            """)
            .With("@session_id", revoked.SessionId)
            .With("@lowest_recalls", revoked.LowestRecalls)
            .With("@life", revoked.Life)
            .With("@expires_at", now + revoked.Life)
            .ExecuteNonQuery();

    public static IReadOnlyList<RevokedSession> AddEnded(PreparedConnection connection, IReadOnlyList<SessionId> ended, DateTimeOffset now, CardeaOptions options)
    {
        var life = Life(connection, options);
        return AddAll(connection, ended.Select(id => RevokedSession.Ended(id, life)), now);
    }

    public static IReadOnlyList<RevokedSession> RecallAll(PreparedConnection connection, UserId owner, DateTimeOffset now, CardeaOptions options)
    {
        var life = Life(connection, options);
        var recalled = connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions SET recalls = recalls + 1
            WHERE user_id = @owner AND ended_at IS NULL AND id > @expired
            RETURNING id, recalls
            """)
            .With("@owner", owner)
            .With("@expired", LiveSession.LastExpired(now))
            .Rows(row => new RevokedSession(row.GetSessionId(0), row.GetInt32(1), life));
        return AddAll(connection, recalled, now);
    }

    /// <summary>
    /// Ends the sessions of a user, and raises the user's epoch: a sign-in at the same time begins no session. Idle sessions are
    /// ended too: a longer idle timeout, or a clock that is set back, must not revive them.
    /// </summary>
    public static IReadOnlyList<RevokedSession> EndAll(
        PreparedConnection connection, UserId owner, SessionId? except, EndReason reason, DateTimeOffset now, CardeaOptions options)
    {
        RaiseEpoch(connection, owner, except);
        TrustedDevices.EndAll(connection, owner, except);
        return EndAllOfRemoved(connection, owner, except, reason, now, options);
    }

    /// <summary>Ends the sessions of a user who is removed in the same transaction. No sign-in of that user can begin a session.</summary>
    public static IReadOnlyList<RevokedSession> EndAllOfRemoved(
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
        return AddEnded(connection, ended, now, options);
    }

    private static RevokedSession[] AddAll(PreparedConnection connection, IEnumerable<RevokedSession> revoked, DateTimeOffset now)
    {
        RevokedSession[] added = [.. revoked];
        foreach (var session in added)
        {
            Add(connection, session, now);
        }

        return added;
    }

    // A user without a row in users lives in another store. If no session is excepted, the devices of the user become strangers.
    private static void RaiseEpoch(PreparedConnection connection, UserId owner, SessionId? except)
    {
        if (!connection.Prepare(static command => command.CommandText = "UPDATE users SET session_epoch = session_epoch + 1, device_epoch = device_epoch + @devices WHERE id = @owner")
            .With("@owner", owner)
            .With("@devices", except is null ? 1 : 0)
            .Changes())
        {
            connection.Prepare(static command => command.CommandText =
                """
                INSERT INTO session_epochs (user_id, epoch, device_epoch) VALUES (@owner, 1, @devices)
                ON CONFLICT (user_id) DO UPDATE SET epoch = epoch + 1, device_epoch = device_epoch + excluded.device_epoch
                """)
                .With("@owner", owner)
                .With("@devices", except is null ? 1 : 0)
                .ExecuteNonQuery();
        }
    }
}
