using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>One-time codes in PostgreSQL.</summary>
internal sealed class PostgreSqlCodeStore(PostgreSqlDatabase database, TimeProvider clock) : ICodeStore
{
    public Task IssueAsync(StoredCode code, OutboxMail? mail, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Accounts,
            async transaction =>
            {
                // The user's row is held to the end: requests for codes count one after the other, and a change of the account
                // waits, or was committed before. A user of another store has no row here.
                var isEnabled = code.Owner is { } owner ? await transaction.RunAsync(Codes.Hold(owner), static row => row.GetBoolean(0)) : [];
                var mayHave = isEnabled is [true] || (isEnabled is [] && !CodeLimits.AreOfOwnUsers(code.Purpose));
                return await IssueAsync(transaction, mayHave ? code : code with { Owner = null }, mail);
            },
            cancellationToken);

    public Task IssueByAddressAsync(StoredCode code, OutboxMail mail, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Accounts,
            async transaction =>
            {
                var owner = await transaction.RunAsync(Codes.HoldByAddress(code.Address!), static row => new UserId(row.GetString(0)));
                return await IssueAsync(transaction, code with { Owner = owner is [var id] ? id : null }, mail);
            },
            cancellationToken);

    public Task<StoredCode?> FindAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        FindAsync(() => Codes.Find(hash, purpose, clock), cancellationToken);

    public Task<StoredCode?> FindNewestAsync(UserId owner, CodePurpose purpose, SessionId session, CancellationToken cancellationToken) =>
        FindAsync(() => Codes.FindNewest(owner, purpose, session, clock), cancellationToken);

    public async Task<bool> TryAsync(StoredCode code, CancellationToken cancellationToken) =>
        (await database.RunAsync(database.Accounts, () => Codes.Try(code, clock), static row => row.GetInt32(0), cancellationToken)).Count > 0;

    public async Task<DateTimeOffset?> RefuseTypedAsync(string address, CancellationToken cancellationToken)
    {
        var counted = await database.RunAsync(database.Accounts, () => TypedCodes.Count(address, clock), static row => row.GetInt32(0), cancellationToken);
        if (counted.Count > 0)
        {
            return null;
        }

        var end = await database.RunAsync(database.Accounts, () => TypedCodes.FindEnd(address), static row => row.GetTime(0), cancellationToken);
        return end is [var until] ? until : clock.GetUtcNow();
    }

    public Task ForgetTypedAsync(string address, CancellationToken cancellationToken) =>
        database.RunAsync(database.Accounts, () => TypedCodes.Forget(address), cancellationToken);

    // The user's row is held: a change of the account waits, or has voided the codes before.
    public Task<bool> ConfirmEnrolmentAsync(StoredCode enrolment, CodeHash mailed, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Accounts,
            async transaction =>
            {
                await transaction.RunAsync(Codes.HoldOwner(enrolment.Hash));
                if (await transaction.RunAsync(Codes.Consume(mailed, CodePurpose.EnrolmentMail, clock), Codes.Read) is not [{ Owner: { } owner, Address: { } address }])
                {
                    return false;
                }

                if (await transaction.RunAsync(Codes.Confirm(enrolment.Hash, owner, address, clock)) == 0)
                {
                    return transaction.Undo(false);
                }

                await transaction.RunAsync(Codes.Void(owner, [CodePurpose.EnrolmentMail]));
                return true;
            },
            cancellationToken);

    public Task<StoredCode?> ConsumeAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        CodeLimits.IsMailed(purpose)
            ? ConsumeMailedAsync(hash, purpose, cancellationToken)
            : FindAsync(() => Codes.Consume(hash, purpose, clock), cancellationToken);

    // The user's row is held: of two codes that are used at once, the first voids the second.
    private Task<StoredCode?> ConsumeMailedAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Accounts,
            async transaction =>
            {
                await transaction.RunAsync(Codes.HoldOwner(hash));
                if (await transaction.RunAsync(Codes.Consume(hash, purpose, clock), Codes.Read) is not [var code])
                {
                    return null;
                }

                if (code.Owner is { } owner)
                {
                    await transaction.RunAsync(Codes.Void(owner, [purpose]));
                }

                return code;
            },
            cancellationToken);

    private async Task<int> IssueAsync(Transaction transaction, StoredCode code, OutboxMail? mail)
    {
        if (!CodeLimits.IsMailed(code.Purpose))
        {
            await transaction.RunAsync(Codes.MakeRoom(code));
        }

        await transaction.RunAsync(Codes.Store(code, clock));
        return mail is null ? 0 : await transaction.RunAsync(Outbox.AddWith(mail, code.Hash, clock));
    }

    private async Task<StoredCode?> FindAsync(Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken) =>
        await database.RunAsync(database.Accounts, statement, Codes.Read, cancellationToken) is [var code] ? code : null;
}
