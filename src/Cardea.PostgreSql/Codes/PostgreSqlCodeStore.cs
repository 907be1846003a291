using Cardea.Codes;
using Cardea.Mail;

namespace Cardea.PostgreSql;

/// <summary>One-time codes in PostgreSQL.</summary>
internal sealed class PostgreSqlCodeStore(PostgreSqlDatabase database, TimeProvider clock) : ICodeStore
{
    private const string OwnerOfAddress = "SELECT id FROM cardea.users WHERE email = @address AND disabled_at IS NULL";

    public Task IssueAsync(StoredCode code, OutboxMail? mail, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Accounts,
            async transaction =>
            {
                await transaction.RunAsync(Codes.Store(code, "@owner"));
                return mail is null ? 0 : await transaction.RunAsync(Outbox.Add(mail, clock));
            },
            cancellationToken);

    public Task IssueByAddressAsync(StoredCode code, OutboxMail mail, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Accounts,
            async transaction =>
            {
                await transaction.RunAsync(Codes.Store(code, OwnerOfAddress));
                return await transaction.RunAsync(Outbox.AddForAddress(mail, code.Address!, clock));
            },
            cancellationToken);

    public async Task<StoredCode?> FindAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        await database.RunAsync(database.Accounts, () => Codes.Find(hash, purpose, clock), Codes.Read, cancellationToken) is [var code] ? code : null;

    public async Task<StoredCode?> ConsumeAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        await database.RunAsync(database.Accounts, () => Codes.Consume(hash, purpose, clock), Codes.Read, cancellationToken) is [var code] ? code : null;
}
