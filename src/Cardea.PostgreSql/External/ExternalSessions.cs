using Cardea.External;
using Cardea.Sessions;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.external_sessions</c> and <c>cardea.external_logouts</c>.</summary>
internal static class ExternalSessions
{
    /// <summary>True in a condition if no logout came after the sign-in.</summary>
    public const string IsNotLoggedOut =
        "NOT EXISTS (SELECT FROM cardea.external_logouts WHERE key = ANY (@logout_keys) AND logged_out_at >= @issued_at)";

    /// <summary>Sets the parameters of <see cref="IsNotLoggedOut"/> and <see cref="ExternalLogins.IsOfUser"/>. A provider without id tokens reports no logouts.</summary>
    public static NpgsqlBatchCommand WithProvider(this NpgsqlBatchCommand statement, ProviderSignIn signIn) => statement
        .With("@logout_keys", ProviderLogout.KeysOf(signIn).ToArray())
        .With("@issued_at", signIn.IssuedAt ?? DateTimeOffset.MaxValue)
        .With("@issuer", signIn.Issuer)
        .With("@subject", signIn.Subject);

    /// <summary>Holds the rows of the logouts that a sign-in looks at, so a logout at the same time waits for its session.</summary>
    public static NpgsqlBatchCommand Hold(NewSession session, ProviderSignIn signIn) => new NpgsqlBatchCommand(
        """
        INSERT INTO cardea.external_logouts AS known (key, logged_out_at, expires_at)
        SELECT key, '-infinity', @until FROM unnest(@keys) WITH ORDINALITY AS given (key, place) ORDER BY place
        ON CONFLICT (key) DO UPDATE SET expires_at = greatest(known.expires_at, EXCLUDED.expires_at)
        """)
        .With("@keys", ProviderLogout.KeysOf(signIn).ToArray())
        .With("@until", session.CreatedAt + ProviderLogout.Memory);

    /// <summary>Notes the login of a session, if the session began.</summary>
    public static NpgsqlBatchCommand Add(NewSession session, ProviderSignIn signIn) => new NpgsqlBatchCommand(
        """
        INSERT INTO cardea.external_sessions (session_id, user_id, issuer, subject, sid, expires_at)
        SELECT id, user_id, @issuer, @subject, @sid, cardea.session_end(id) FROM cardea.sessions WHERE id = @id
        """)
        .With("@id", session.Id)
        .With("@issuer", signIn.Issuer)
        .With("@subject", signIn.Subject)
        .With("@sid", signIn.Sid);

    /// <summary>Notes a logout.</summary>
    public static NpgsqlBatchCommand Note(ProviderLogout logout) => new NpgsqlBatchCommand(
        """
        INSERT INTO cardea.external_logouts AS known (key, logged_out_at, expires_at) VALUES (@key, @at, @until)
        ON CONFLICT (key) DO UPDATE
        SET logged_out_at = greatest(known.logged_out_at, EXCLUDED.logged_out_at), expires_at = greatest(known.expires_at, EXCLUDED.expires_at)
        """)
        .With("@key", logout.Key)
        .With("@at", logout.At)
        .With("@until", logout.Until);

    /// <summary>Ends the sessions that began with a login, or with a session of the provider.</summary>
    public static NpgsqlBatchCommand End(
        string issuer, string? subject, string? sid, EndReason reason, TimeProvider clock, CardeaOptions options) => new NpgsqlBatchCommand(
        Revocations.End(
            sid is null
                ? "SELECT session_id AS id FROM cardea.external_sessions WHERE issuer = @issuer AND subject = @subject"
                : "SELECT session_id AS id FROM cardea.external_sessions WHERE issuer = @issuer AND sid = @sid AND (@subject IS NULL OR subject = @subject)"))
        .With("@issuer", issuer)
        .With("@subject", subject)
        .With("@sid", sid)
        .WithEnd(reason, clock, options);
}
