using Cardea.Accounts;
using Cardea.Mail;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlAccountStore
{
    // A change that read the user before sees another concurrency stamp, and asks again. So it does not write the old mark.
    public Task<bool> MarkBreachedAsync(UserId id, string securityStamp, OutboxMail mail, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async transaction =>
            {
                if (await transaction.RunAsync(MarkBreached(id, securityStamp)) == 0)
                {
                    return false;
                }

                await transaction.TellAsync(happened: null, mail, clock);
                return true;
            },
            cancellationToken);

    private NpgsqlBatchCommand MarkBreached(UserId id, string securityStamp) => new NpgsqlBatchCommand(
        $"""
        UPDATE cardea.users SET password_breached_at = {Moment.Now}, concurrency_stamp = @stamp
        WHERE id = @id AND security_stamp = @security_stamp AND password_hash IS NOT NULL AND password_breached_at IS NULL AND disabled_at IS NULL
        RETURNING id
        """)
        .With("@id", id)
        .With("@security_stamp", securityStamp)
        .With("@stamp", CardeaUser.NewStamp())
        .WithNow(clock);
}
