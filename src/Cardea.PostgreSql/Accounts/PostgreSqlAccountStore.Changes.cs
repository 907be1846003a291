using System.Data;
using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

internal sealed partial class PostgreSqlAccountStore
{
    private readonly RotationStep _step = new(options, clock);

    public async Task<AccountUpdate> UpdateAsync(AccountWrite write, CancellationToken cancellationToken)
    {
        try
        {
            return await InTransactionAsync(transaction => UpdateAsync(transaction, write), RotationStep.Begin(write.Proof, cancellationToken));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation && exception.ConstraintName == "users_email_key")
        {
            return new AccountUpdate.EmailTaken();
        }
    }

    public async Task<AccountRemoval> RemoveAsync(
        UserId id, Actor? actor, SecurityEvent? removal, OutboxMail? mail, bool force, CancellationToken cancellationToken)
    {
        AccountRemoval? result;
        do
        {
            result = await TryRemoveAsync(id, actor, removal, mail, force, cancellationToken);
        }
        while (result is null);

        return result;
    }

    // Null if the user became an administrator in between, or is none any more: which users must be locked is not known before.
    private Task<AccountRemoval?> TryRemoveAsync(
        UserId id, Actor? actor, SecurityEvent? removal, OutboxMail? mail, bool force, CancellationToken cancellationToken) =>
        InTransactionAsync<AccountRemoval?>(
            async transaction =>
            {
                var isAdministrator = !force && await transaction.IsAdministratorAsync(id);
                await transaction.HoldUsersAsync(actor, id, isAdministrator);
                if (actor is not null && !await transaction.IsEntitledAsync(actor, clock, options))
                {
                    return new AccountRemoval.ActorRefused();
                }

                if (!force && await transaction.IsAdministratorAsync(id) != isAdministrator)
                {
                    return null;
                }

                if (isAdministrator && !await transaction.HasAnotherAdministratorAsync(id))
                {
                    return new AccountRemoval.LastAdministrator();
                }

                return actor is { Role: null } && actor.User == id && await transaction.RunAsync(FindUndoable(id)) > 0
                    ? new AccountRemoval.Waits()
                    : await RemoveAsync(transaction, id, removal, mail);
            },
            cancellationToken);

    public Task<AccountRemoval> DisownAsync(StoredCode code, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async transaction => await transaction.RunAsync(HoldUnclaimed(code)) > 0 && await transaction.RunAsync(Codes.Consume(code.Hash, code.Purpose, clock)) > 0
                ? await RemoveAsync(transaction, code.Owner!.Value, removal, mail)
                : new AccountRemoval.NotFound(),
            cancellationToken);

    public Task<IReadOnlyList<UserId>> FindDueAsync(int most, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand(
                $"SELECT id FROM cardea.users WHERE deletion_asked_at IS NOT NULL AND NOT {CanBeUndone} ORDER BY deletion_asked_at LIMIT @most")
                .WithNow(clock)
                .With("@most", most),
            static row => new UserId(row.GetString(0)),
            cancellationToken);

    public Task<AccountRemoval> RemoveDueAsync(UserId id, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async transaction => await transaction.RunAsync(HoldDue(id)) > 0 ? await RemoveAsync(transaction, id, removal, mail) : new AccountRemoval.NotFound(),
            cancellationToken);

    public Task EraseAsync(UserId id, CancellationToken cancellationToken) => Erasures.EraseAsync(database, id, cancellationToken);

    private static readonly string[] Forgotten =
    [
        "DELETE FROM cardea.codes WHERE user_id = @id",
        "DELETE FROM cardea.passkeys WHERE user_id = @id",
        "DELETE FROM cardea.external_logins WHERE user_id = @id",
        "DELETE FROM cardea.external_sessions WHERE user_id = @id",
        "DELETE FROM cardea.trusted_devices WHERE user_id = @id",
        "DELETE FROM cardea.outbox WHERE user_id = @id",
    ];

    private async Task<AccountRemoval> RemoveAsync(Transaction transaction, UserId id, SecurityEvent? removal, OutboxMail? mail)
    {
        if (await transaction.RunAsync(new NpgsqlBatchCommand("DELETE FROM cardea.users WHERE id = @id RETURNING id").With("@id", id)) == 0)
        {
            return new AccountRemoval.NotFound();
        }

        var ended = await transaction.RunAsync(Revocations.EndAll(id, except: null, EndReason.AccountClosed, clock, options), Revocations.Read);
        await transaction.RunAsync(Erasures.Add(id, clock));
        foreach (var statement in Forgotten)
        {
            await transaction.RunAsync(new NpgsqlBatchCommand(statement).With("@id", id));
        }

        await transaction.TellAsync(removal, mail, clock);
        return new AccountRemoval.Removed(ended);
    }

    private async Task<AccountUpdate> UpdateAsync(Transaction transaction, AccountWrite write)
    {
        var id = new UserId(write.After.Id);
        if (write.Actor is not null || write.NeedsAnotherAdministrator)
        {
            await transaction.HoldUsersAsync(write.Actor, id, write.NeedsAnotherAdministrator);
        }

        if (write.Actor is { } actor && !await transaction.IsEntitledAsync(actor, clock, options))
        {
            return new AccountUpdate.ActorRefused();
        }

        if (await transaction.RunAsync(Hold(write)) == 0)
        {
            return new AccountUpdate.Stale();
        }

        if (write.NeedsAnotherAdministrator && !await transaction.HasAnotherAdministratorAsync(id))
        {
            return new AccountUpdate.LastAdministrator();
        }

        if (write.Moves && await transaction.IsReservedAsync(write, clock))
        {
            return new AccountUpdate.EmailTaken();
        }

        // First the session: if it does not go on, nothing else is written, and a replay has ended it all the same.
        RotationOutcome.Continued? session = null;
        if (write is { Proof: { } proof, Report: { } report })
        {
            var outcome = await _step.ProveAsync(transaction, proof, report);
            session = outcome as RotationOutcome.Continued;
            if (session is null)
            {
                return new AccountUpdate.SessionRefused(outcome);
            }
        }

        var changed = (await transaction.RunAsync(Update(write), static row => (IsClosed: row.GetBoolean(0), RolesChanged: row.GetBoolean(1))))[0];
        if (write.Code is { } code && await transaction.RunAsync(Codes.Consume(code.Hash, code.Purpose, clock)) == 0)
        {
            return transaction.Undo(new AccountUpdate.CodeSpent());
        }

        if (write.Voided is { Count: > 0 } voided)
        {
            await transaction.RunAsync(Codes.Void(id, voided));
        }

        if (write.EndsTrust)
        {
            await transaction.RunAsync(TrustedDevices.EndAll(id, except: null));
        }

        if (write.VoidsUndosFrom is { } from)
        {
            await transaction.RunAsync(Codes.VoidUndos(id, from));
        }

        if (write.Undo is { } undo)
        {
            await transaction.RunAsync(Codes.Add(undo, clock));
        }

        if (write.Resets is { } reset)
        {
            await transaction.RunAsync(Guesses.Forget(reset));
        }

        if (write.WritesPasskeys && await ReplaceAsync(transaction, id, write.After.Passkeys) < write.After.Passkeys.Count)
        {
            return transaction.Undo(new AccountUpdate.PasskeyTaken());
        }

        if (write.WritesExternalLogins && await ExternalLogins.ReplaceAsync(transaction, id, write.After.ExternalLogins) < write.After.ExternalLogins.Count)
        {
            return transaction.Undo(new AccountUpdate.ExternalLoginTaken());
        }

        var revoked = new List<RevokedSession>();
        if (changed.IsClosed)
        {
            revoked.AddRange(await transaction.EndAllAsync(id, except: null, EndReason.AccountClosed, clock, options));
        }
        else if (write.Ends is { } ends)
        {
            revoked.AddRange(await transaction.EndAllAsync(id, ends.Except, ends.Reason, clock, options));
        }

        foreach (var login in write.EndsOfLogins)
        {
            revoked.AddRange(await transaction.RunAsync(
                ExternalSessions.End(login.Issuer, login.Subject, sid: null, EndReason.ProviderUnlinked, clock, options), Revocations.Read));
        }

        if (changed.RolesChanged)
        {
            revoked.AddRange(await transaction.RunAsync(Revocations.RecallAll(id, clock, options), Revocations.Read));
        }

        await transaction.TellAsync(write.Event, write.Mail, clock);
        if (write.Within is { } within)
        {
            await transaction.RunAsync(within);
        }

        return new AccountUpdate.Updated([.. session?.Revoked ?? [], .. revoked], session);
    }

    private async Task<bool> AddAsync(Transaction transaction, CardeaUser user) =>
        await transaction.RunAsync(Insert(user, "(email)")) > 0
        && ((await ReplaceAsync(transaction, new(user.Id), user.Passkeys) == user.Passkeys.Count
                && await ExternalLogins.ReplaceAsync(transaction, new(user.Id), user.ExternalLogins) == user.ExternalLogins.Count)
            || transaction.Undo(false));

    private static NpgsqlBatchCommand Hold(AccountWrite write) => new NpgsqlBatchCommand(
        "SELECT FROM cardea.users WHERE id = @id AND concurrency_stamp = @known_stamp FOR NO KEY UPDATE")
        .With("@id", write.After.Id)
        .With("@known_stamp", write.Before.ConcurrencyStamp);

    // The verification of the address waits, or this statement sees it.
    private static NpgsqlBatchCommand HoldUnclaimed(StoredCode code) => new NpgsqlBatchCommand(
        "SELECT FROM cardea.users WHERE id = @id AND email = @address AND NOT email_verified AND disabled_at IS NULL FOR UPDATE")
        .With("@id", code.Owner?.Value)
        .With("@address", code.Address);

    private static NpgsqlBatchCommand Update(AccountWrite write) => new NpgsqlBatchCommand(
        """
        WITH known AS (SELECT id, roles FROM cardea.users WHERE id = @id AND concurrency_stamp = @known_stamp FOR NO KEY UPDATE)
        UPDATE cardea.users
        SET email = @email, email_verified = @email_verified, password_hash = @password_hash, security_stamp = @security_stamp,
            concurrency_stamp = @concurrency_stamp, roles = @roles, disabled_at = @disabled_at, deletion_asked_at = @deletion_asked_at,
            authenticator_key = @authenticator_key, authenticator_step = @authenticator_step, recovery_codes = @recovery_codes,
            password_breached_at = @password_breached_at
        FROM known
        WHERE users.id = known.id
        RETURNING disabled_at IS NOT NULL, users.roles IS DISTINCT FROM known.roles
        """)
        .WithUser(write.After)
        .With("@known_stamp", write.Before.ConcurrencyStamp);

    // A passkey of another user stays with that user, and is not counted.
    private static async Task<int> ReplaceAsync(Transaction transaction, UserId owner, IReadOnlyList<Passkey> passkeys)
    {
        var ids = passkeys.Select(static passkey => passkey.CredentialId.ToArray()).ToArray();
        await transaction.RunAsync(
            new NpgsqlBatchCommand("DELETE FROM cardea.passkeys WHERE user_id = @owner AND credential_id <> ALL (@ids)").With("@owner", owner).With("@ids", ids));
        return await transaction.RunAsync(
            new NpgsqlBatchCommand(
                """
                INSERT INTO cardea.passkeys AS known (credential_id, user_id, passkey)
                SELECT id, @owner, passkey FROM unnest(@ids, @passkeys) AS given (id, passkey)
                ON CONFLICT (credential_id) DO UPDATE SET passkey = EXCLUDED.passkey WHERE known.user_id = EXCLUDED.user_id
                RETURNING credential_id
                """)
                .With("@owner", owner)
                .With("@ids", ids)
                .With("@passkeys", passkeys.Select(static passkey => passkey.ToJson()).ToArray()));
    }

    // A sign-in holds the user's row until its session is there. So the change waits for it, and the statement that follows,
    // which looks anew, ends that session too.
    private Task<T> InTransactionAsync<T>(Func<Transaction, Task<T>> step, CancellationToken cancellationToken) =>
        database.InTransactionAsync(database.Accounts, step, cancellationToken);
}
