using Cardea.Mail;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.outbox</c>.</summary>
internal static class Outbox
{
    public static NpgsqlBatchCommand Add(OutboxMail mail, TimeProvider clock) => new NpgsqlBatchCommand(
        $"INSERT INTO cardea.outbox (id, user_id, sealed, due_at, expires_at) VALUES (@id, @user_id, @sealed, {Moment.Now}, @expires_at)")
        .WithMail(mail, clock);

    /// <summary>Adds a mail if an account with this address exists and is not disabled.</summary>
    public static NpgsqlBatchCommand AddForAddress(OutboxMail mail, string address, TimeProvider clock) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.outbox (id, user_id, sealed, due_at, expires_at)
        SELECT @id, id, @sealed, {Moment.Now}, @expires_at FROM cardea.users WHERE email = @address AND disabled_at IS NULL
        """)
        .WithMail(mail, clock)
        .With("@address", address);

    private static NpgsqlBatchCommand WithMail(this NpgsqlBatchCommand statement, OutboxMail mail, TimeProvider clock) => statement
        .With("@id", mail.Id)
        .With("@user_id", mail.Recipient?.Value)
        .With("@sealed", mail.Sealed.ToArray())
        .With("@expires_at", mail.ExpiresAt)
        .WithNow(clock);
}
