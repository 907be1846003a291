using Cardea.Mail;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Waiting mail in SQLite.</summary>
internal sealed class SqliteOutbox(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IOutbox
{
    internal static readonly Action<SqliteCommand> Claim = static command => command.CommandText =
        """
        UPDATE outbox SET tries = tries + 1, due_at = @now + @pause * (1 << min(tries, 6))
        WHERE id IN (SELECT id FROM outbox WHERE due_at <= @now AND expires_at > @now ORDER BY can_wait, due_at LIMIT @most)
        RETURNING id, user_id, sealed, expires_at, can_wait
        """;

    public Task AddAsync(OutboxMail mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                Outbox.Add(connection, mail, clock.GetUtcNow());
                return 0;
            },
            cancellationToken);

    public Task<IReadOnlyList<OutboxMail>> ClaimAsync(int most, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Prepare(Claim)
                .With("@now", clock.GetUtcNow())
                .With("@pause", (long)(2 * options.Smtp.Timeout).TotalMilliseconds)
                .With("@most", most)
                .Rows(static row => new OutboxMail(
                    new Guid(row.GetBytes(0), bigEndian: true), row.GetText(1) is { } recipient ? new UserId(recipient) : null, row.GetBytes(2), row.GetTime(3))
                {
                    CanWait = row.GetInt32(4) == 1,
                }),
            cancellationToken);

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Prepare(static command => command.CommandText = "DELETE FROM outbox WHERE id = @id")
                .With("@id", id.ToByteArray(bigEndian: true))
                .Changes(),
            cancellationToken);
}
