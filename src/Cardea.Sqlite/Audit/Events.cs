using Cardea.Audit;
using Cardea.Mail;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Security events, inside a transaction.</summary>
internal static class Events
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "id, at, kind, user_id, session_id, ip_address, user_agent, detail";

    public static int Add(PreparedConnection connection, SecurityEvent happened) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO events (id, at, kind, user_id, session_id, ip_address, network, user_agent, detail)
            VALUES (@id, @at, @kind, @user_id, @session_id, @ip_address, @network, @user_agent, @detail)
            """)
            .With("@id", happened.Id.ToByteArray(bigEndian: true))
            .With("@at", happened.At)
            .With("@kind", (int)happened.Kind)
            .With("@user_id", happened.User?.Value)
            .With("@session_id", happened.Session?.ToByteArray())
            .With("@ip_address", happened.IpAddress)
            .With("@network", happened.Network)
            .With("@user_agent", happened.UserAgent)
            .With("@detail", happened.Detail)
            .ExecuteNonQuery();

    /// <summary>Adds the event and the mail of a change.</summary>
    public static void Tell(PreparedConnection connection, SecurityEvent? happened, OutboxMail? mail, DateTimeOffset now)
    {
        if (happened is not null)
        {
            Add(connection, happened);
        }

        if (mail is not null)
        {
            Outbox.Add(connection, mail, now);
        }
    }

    internal static readonly Action<SqliteCommand> Known = static command => command.CommandText =
        """
        SELECT 1 FROM events
        WHERE user_id = @user_id AND kind IN (0, 1, 52) AND user_agent IS @user_agent AND network IS @network
        LIMIT 1
        """;

    /// <summary>True if the user has signed in before with this program from this network.</summary>
    public static bool IsKnown(PreparedConnection connection, SecurityEvent signIn) =>
        connection.Prepare(Known)
            .With("@user_id", signIn.User?.Value)
            .With("@user_agent", signIn.UserAgent)
            .With("@network", signIn.Network)
            .Rows(static _ => true) is [true];

    public static SecurityEvent Read(SqliteDataReader row) => new(
        new Guid(row.GetBytes(0), bigEndian: true),
        row.GetTime(1),
        (SecurityEventKind)row.GetInt32(2),
        row.GetText(3) is { } user ? new UserId(user) : null,
        row.IsDBNull(4) ? null : row.GetSessionId(4),
        row.GetText(5),
        row.GetText(6),
        row.GetText(7));
}
