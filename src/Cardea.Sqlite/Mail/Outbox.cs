using Cardea.Mail;

namespace Cardea.Sqlite;

/// <summary>Waiting mail, inside a transaction.</summary>
internal static class Outbox
{
    public static void Add(PreparedConnection connection, OutboxMail mail, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            "INSERT INTO outbox (id, user_id, can_wait, sealed, due_at, expires_at) VALUES (@id, @user_id, @can_wait, @sealed, @now, @expires_at)")
            .With("@id", mail.Id.ToByteArray(bigEndian: true))
            .With("@user_id", mail.Recipient?.Value)
            .With("@can_wait", mail.CanWait ? 1 : 0)
            .With("@sealed", mail.Sealed.ToArray())
            .With("@now", now)
            .With("@expires_at", mail.ExpiresAt)
            .ExecuteNonQuery();
}
