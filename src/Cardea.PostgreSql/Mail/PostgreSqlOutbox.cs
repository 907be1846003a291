using Cardea.Mail;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Waiting mail in PostgreSQL.</summary>
internal sealed class PostgreSqlOutbox(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IOutbox
{
    public Task AddAsync(OutboxMail mail, CancellationToken cancellationToken) =>
        database.RunAsync(database.Background, () => Outbox.Add(mail, clock), cancellationToken);

    public Task<IReadOnlyList<OutboxMail>> ClaimAsync(int most, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand(
                $"""
                UPDATE cardea.outbox SET tries = tries + 1, due_at = {Moment.Now} + @pause * (1 << least(tries, 6))
                WHERE id IN (SELECT id FROM cardea.outbox WHERE due_at <= {Moment.Now} AND expires_at > {Moment.Now}
                             ORDER BY can_wait, due_at LIMIT @most FOR UPDATE SKIP LOCKED)
                RETURNING id, user_id, sealed, expires_at, can_wait
                """)
                .With("@most", most)
                .With("@pause", 2 * options.Smtp.Timeout)
                .WithNow(clock),
            static row => new OutboxMail(row.GetGuid(0), row.GetText(1) is { } recipient ? new UserId(recipient) : null, row.GetBytes(2), row.GetTime(3))
            {
                CanWait = row.GetBoolean(4),
            },
            cancellationToken);

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background, () => new NpgsqlBatchCommand("DELETE FROM cardea.outbox WHERE id = @id").With("@id", id), cancellationToken);
}
