using Cardea.External;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>The logins of sessions, and the logouts of providers, inside a transaction.</summary>
internal static class ExternalSessions
{
    /// <summary>True if a logout came after the sign-in. A provider without id tokens reports no logouts.</summary>
    public static bool IsLoggedOut(PreparedConnection connection, ProviderSignIn signIn) =>
        ProviderLogout.KeysOf(signIn).Any(key =>
            connection.Prepare(static command => command.CommandText = "SELECT 1 FROM external_logouts WHERE key = @key AND logged_out_at >= @issued_at")
                .With("@key", key)
                .With("@issued_at", signIn.IssuedAt ?? DateTimeOffset.MaxValue)
                .Rows(static _ => true) is [true]);

    /// <summary>Notes the login of a session.</summary>
    public static void Add(PreparedConnection connection, NewSession session, ProviderSignIn signIn) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO external_sessions (session_id, user_id, issuer, subject, sid, expires_at)
            VALUES (@id, @user_id, @issuer, @subject, @sid, @expires_at)
            """)
            .With("@id", session.Id)
            .With("@user_id", session.Subject.UserId)
            .With("@issuer", signIn.Issuer)
            .With("@subject", signIn.Subject)
            .With("@sid", signIn.Sid)
            .With("@expires_at", session.Id.AbsoluteEnd)
            .ExecuteNonQuery();

    /// <summary>Notes a logout.</summary>
    public static void Note(PreparedConnection connection, ProviderLogout logout) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO external_logouts (key, logged_out_at, expires_at) VALUES (@key, @at, @until)
            ON CONFLICT (key) DO UPDATE SET logged_out_at = max(logged_out_at, excluded.logged_out_at), expires_at = max(expires_at, excluded.expires_at)
            """)
            .With("@key", logout.Key)
            .With("@at", logout.At)
            .With("@until", logout.Until)
            .ExecuteNonQuery();

    /// <summary>Ends the sessions that began with a login, or with a session of the provider.</summary>
    public static IReadOnlyList<EndedByProvider> End(
        PreparedConnection connection, string issuer, string? subject, string? sid, EndReason reason, DateTimeOffset now, CardeaOptions options)
    {
        var ended = connection.Prepare(static command => command.CommandText =
            """
            UPDATE sessions SET ended_at = @now, end_reason = @reason
            WHERE ended_at IS NULL AND id > @expired AND id IN (
                SELECT session_id FROM external_sessions
                WHERE issuer = @issuer AND (@subject IS NULL OR subject = @subject) AND (@sid IS NULL OR sid = @sid))
            RETURNING id, user_id
            """)
            .With("@now", now)
            .With("@reason", (int)reason)
            .With("@expired", LiveSession.LastExpired(now))
            .With("@issuer", issuer)
            .With("@subject", subject)
            .With("@sid", sid)
            .Rows(static row => (Id: row.GetSessionId(0), Owner: new UserId(row.GetString(1))));
        var revoked = Revocations.AddEnded(connection, [.. ended.Select(static session => session.Id)], now, options);
        return [.. ended.Zip(revoked, static (session, revocation) => new EndedByProvider(session.Owner, revocation))];
    }
}
