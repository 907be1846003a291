using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>One-time codes in SQLite.</summary>
internal sealed class SqliteCodeStore(SqliteDatabase database, TimeProvider clock) : ICodeStore
{
    public Task IssueAsync(StoredCode code, OutboxMail? mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                Codes.Store(connection, code);
                if (mail is not null)
                {
                    Outbox.Add(connection, mail, clock.GetUtcNow());
                }

                return 0;
            },
            cancellationToken);

    public Task IssueByAddressAsync(StoredCode code, OutboxMail mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var owner = connection.Prepare(static command => command.CommandText = "SELECT id FROM users WHERE email = @address AND disabled_at IS NULL")
                    .With("@address", code.Address)
                    .Row(static row => row.GetString(0));
                Codes.Store(connection, code with { Owner = owner is null ? null : new UserId(owner) });
                if (owner is not null)
                {
                    Outbox.Add(connection, mail with { Recipient = new UserId(owner) }, clock.GetUtcNow());
                }

                return 0;
            },
            cancellationToken);

    public Task<StoredCode?> FindAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Codes.Find(connection, hash, purpose, clock.GetUtcNow()), cancellationToken);

    public Task<StoredCode?> ConsumeAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Codes.Consume(connection, hash, purpose, clock.GetUtcNow()), cancellationToken);
}
