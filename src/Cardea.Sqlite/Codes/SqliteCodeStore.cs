using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>One-time codes in SQLite.</summary>
internal sealed class SqliteCodeStore(SqliteDatabase database, TimeProvider clock) : ICodeStore
{
    public Task IssueAsync(StoredCode code, OutboxMail? mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => Issue(connection, MayHave(connection, code) ? code : code with { Owner = null }, mail), cancellationToken);

    public Task IssueByAddressAsync(StoredCode code, OutboxMail mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var owner = connection.Prepare(static command => command.CommandText = "SELECT id FROM users WHERE email = @address AND disabled_at IS NULL")
                    .With("@address", code.Address)
                    .Row(static row => row.GetString(0));
                return Issue(connection, code with { Owner = owner is null ? null : new UserId(owner) }, mail);
            },
            cancellationToken);

    public Task<StoredCode?> FindAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Codes.Find(connection, hash, purpose, clock.GetUtcNow()), cancellationToken);

    public Task<StoredCode?> FindNewestAsync(UserId owner, CodePurpose purpose, SessionId session, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Codes.FindNewest(connection, owner, purpose, session, clock.GetUtcNow()), cancellationToken);

    public Task<bool> TryAsync(StoredCode code, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Codes.Try(connection, code, clock.GetUtcNow()), cancellationToken);

    public Task<DateTimeOffset?> RefuseTypedAsync(string address, CancellationToken cancellationToken) =>
        database.WriteAsync<DateTimeOffset?>(
            connection => TypedCodes.Count(connection, address, clock.GetUtcNow()) ? null : TypedCodes.FindEnd(connection, address), cancellationToken);

    public Task ForgetTypedAsync(string address, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => TypedCodes.Forget(connection, address), cancellationToken);

    // With the write lock held, what is looked at first stays so.
    public Task<bool> ConfirmEnrolmentAsync(StoredCode enrolment, CodeHash mailed, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var now = clock.GetUtcNow();
                if (Codes.Find(connection, mailed, CodePurpose.EnrolmentMail, now) is not { Owner: { } owner, Address: { } address }
                    || !Codes.Confirm(connection, enrolment.Hash, owner, address, now))
                {
                    return false;
                }

                Codes.Void(connection, owner, [CodePurpose.EnrolmentMail]);
                return true;
            },
            cancellationToken);

    public Task<StoredCode?> ConsumeAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var code = Codes.Consume(connection, hash, purpose, clock.GetUtcNow());
                if (code is { Owner: { } owner } && CodeLimits.IsMailed(purpose))
                {
                    Codes.Void(connection, owner, [purpose]);
                }

                return code;
            },
            cancellationToken);

    private bool Issue(PreparedConnection connection, StoredCode code, OutboxMail? mail)
    {
        if (!CodeLimits.IsMailed(code.Purpose))
        {
            Codes.MakeRoom(connection, code);
        }

        var isOwned = Codes.Store(connection, code, clock.GetUtcNow());
        if (isOwned && mail is not null)
        {
            Outbox.Add(connection, mail with { Recipient = code.Owner }, clock.GetUtcNow());
        }

        return isOwned;
    }

    // A user of another store has no row here.
    private static bool MayHave(PreparedConnection connection, StoredCode code)
    {
        var isEnabled = connection.Prepare(static command => command.CommandText = "SELECT disabled_at IS NULL FROM users WHERE id = @owner")
            .With("@owner", (object?)code.Owner?.Value)
            .Rows(static row => row.GetBoolean(0));
        return isEnabled is [true] || (isEnabled is [] && !CodeLimits.AreOfOwnUsers(code.Purpose));
    }
}
