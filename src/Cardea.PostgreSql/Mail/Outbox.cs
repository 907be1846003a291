using Cardea.Codes;
using Cardea.Mail;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statements on <c>cardea.outbox</c>.</summary>
internal static class Outbox
{
    public static NpgsqlBatchCommand Add(OutboxMail mail, TimeProvider clock) => new NpgsqlBatchCommand(
        $"INSERT INTO cardea.outbox (id, user_id, can_wait, sealed, due_at, expires_at) VALUES (@id, @user_id, @can_wait, @sealed, {Moment.Now}, @expires_at)")
        .WithMail(mail, clock);

    /// <summary>Adds a mail to the owner of the code that the mail contains, if the code has an owner.</summary>
    public static NpgsqlBatchCommand AddWith(OutboxMail mail, CodeHash code, TimeProvider clock) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.outbox (id, user_id, can_wait, sealed, due_at, expires_at)
        SELECT @id, codes.user_id, @can_wait, @sealed, {Moment.Now}, @expires_at FROM cardea.codes WHERE hash = @hash AND codes.user_id IS NOT NULL
        """)
        .With("@id", mail.Id)
        .With("@can_wait", mail.CanWait)
        .With("@sealed", mail.Sealed.ToArray())
        .With("@expires_at", mail.ExpiresAt)
        .With("@hash", code.Value)
        .WithNow(clock);

    private static NpgsqlBatchCommand WithMail(this NpgsqlBatchCommand statement, OutboxMail mail, TimeProvider clock) => statement
        .With("@id", mail.Id)
        .With("@user_id", mail.Recipient?.Value)
        .With("@can_wait", mail.CanWait)
        .With("@sealed", mail.Sealed.ToArray())
        .With("@expires_at", mail.ExpiresAt)
        .WithNow(clock);
}
