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
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

internal sealed partial class SqliteAccountStore
{
    // With the write lock held, what is looked at first stays so: nothing is written unless all of it can be.
    public Task<AccountUpdate> UpdateAsync(AccountWrite write, CancellationToken cancellationToken) =>
        database.WriteAsync<AccountUpdate>(
            async connection =>
            {
                var owner = new UserId(write.After.Id);
                if (write.Actor is { } actor && !Actors.IsEntitled(connection, actor, clock.GetUtcNow(), options))
                {
                    return new AccountUpdate.ActorRefused();
                }

                if (Find(connection, owner) is not { } known || known.ConcurrencyStamp != write.Before.ConcurrencyStamp)
                {
                    return new AccountUpdate.Stale();
                }

                if (write.NeedsAnotherAdministrator && Actors.IsLastAdministrator(connection, owner))
                {
                    return new AccountUpdate.LastAdministrator();
                }

                if (write.Code is { } code && Codes.Find(connection, code.Hash, code.Purpose, clock.GetUtcNow()) is null)
                {
                    return new AccountUpdate.CodeSpent();
                }

                if (write.WritesPasskeys && write.After.Passkeys.Any(passkey => FindOwner(connection, passkey) is { } other && other != owner.Value))
                {
                    return new AccountUpdate.PasskeyTaken();
                }

                if (write.WritesExternalLogins && write.After.ExternalLogins.Any(login => ExternalLogins.FindOwner(connection, login) is { } other && other != owner.Value))
                {
                    return new AccountUpdate.ExternalLoginTaken();
                }

                if (write.After.Email != known.Email && IsTaken(connection, write.After))
                {
                    return new AccountUpdate.EmailTaken();
                }

                // Last of what may be refused: a replay ends the session, and nothing else is written.
                var outcome = write is { Proof: { } proof, Report: { } report }
                    ? RotationStep.Prove(connection, proof, report, clock.GetUtcNow(), options)
                    : null;
                if (outcome is not (null or RotationOutcome.Continued))
                {
                    return new AccountUpdate.SessionRefused(outcome);
                }

                Update(connection, write.After);
                var revoked = Finish(connection, write, known);
                if (write.Within is { } within)
                {
                    // The connection began the transaction itself, so there is no object for it.
                    await within(connection.Open(), null, cancellationToken);
                }

                return new AccountUpdate.Updated([.. outcome?.Revoked ?? [], .. revoked], outcome as RotationOutcome.Continued);
            },
            cancellationToken);

    public Task<AccountRemoval> RemoveAsync(
        UserId id, Actor? actor, SecurityEvent? removal, OutboxMail? mail, bool force, CancellationToken cancellationToken) =>
        database.WriteAsync<AccountRemoval>(
            connection =>
            {
                if (actor is not null && !Actors.IsEntitled(connection, actor, clock.GetUtcNow(), options))
                {
                    return new AccountRemoval.ActorRefused();
                }

                if (!force && Actors.IsLastAdministrator(connection, id))
                {
                    return new AccountRemoval.LastAdministrator();
                }

                return actor is { Role: null } && actor.User == id && CanBeUndone(connection, id)
                    ? new AccountRemoval.Waits()
                    : Remove(connection, id, removal, mail);
            },
            cancellationToken);

    public Task<AccountRemoval> DisownAsync(StoredCode code, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => IsUnclaimed(connection, code) && Codes.Consume(connection, code.Hash, code.Purpose, clock.GetUtcNow()) is not null
                ? Remove(connection, code.Owner!.Value, removal, mail)
                : new AccountRemoval.NotFound(),
            cancellationToken);

    public Task<IReadOnlyList<UserId>> FindDueAsync(int most, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                """
                SELECT id FROM users
                WHERE deletion_asked_at IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM codes WHERE user_id = users.id AND purpose = 10 AND expires_at > @now)
                ORDER BY deletion_asked_at LIMIT @most
                """)
                .With("@now", clock.GetUtcNow())
                .With("@most", most)
                .Rows(static row => new UserId(row.GetString(0))),
            cancellationToken);

    public Task<AccountRemoval> RemoveDueAsync(UserId id, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => Find(connection, id) is { DeletionAskedAt: not null } && !CanBeUndone(connection, id)
                ? Remove(connection, id, removal, mail)
                : new AccountRemoval.NotFound(),
            cancellationToken);

    public Task EraseAsync(UserId id, CancellationToken cancellationToken) => Erasures.EraseAsync(database, id, static () => true, cancellationToken);

    // A change that read the user before sees another concurrency stamp, and asks again. So it does not write the old mark.
    public Task<bool> MarkBreachedAsync(UserId id, string securityStamp, OutboxMail mail, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var now = clock.GetUtcNow();
                if (!connection.Prepare(static command => command.CommandText =
                    """
                    UPDATE users SET password_breached_at = @now, concurrency_stamp = @stamp
                    WHERE id = @id AND security_stamp = @security_stamp AND password_hash IS NOT NULL AND password_breached_at IS NULL
                        AND disabled_at IS NULL
                    """)
                    .With("@id", id)
                    .With("@security_stamp", securityStamp)
                    .With("@stamp", CardeaUser.NewStamp())
                    .With("@now", now)
                    .Changes())
                {
                    return false;
                }

                Outbox.Add(connection, mail, now);
                return true;
            },
            cancellationToken);

    private static readonly Action<SqliteCommand>[] Forgotten =
    [
        static command => command.CommandText = "DELETE FROM codes WHERE user_id = @id",
        static command => command.CommandText = "DELETE FROM passkeys WHERE user_id = @id",
        static command => command.CommandText = "DELETE FROM external_logins WHERE user_id = @id",
        static command => command.CommandText = "DELETE FROM external_sessions WHERE user_id = @id",
        static command => command.CommandText = "DELETE FROM trusted_devices WHERE user_id = @id",
        static command => command.CommandText = "DELETE FROM outbox WHERE user_id = @id",
    ];

    private bool CanBeUndone(PreparedConnection connection, UserId id) =>
        connection.Prepare(static command => command.CommandText = "SELECT 1 FROM codes WHERE user_id = @id AND purpose = 10 AND expires_at > @now")
            .With("@id", id)
            .With("@now", clock.GetUtcNow())
            .Rows(static _ => true).Count > 0;

    private static bool IsUnclaimed(PreparedConnection connection, StoredCode code) =>
        connection.Prepare(static command => command.CommandText =
            "SELECT 1 FROM users WHERE id = @id AND email = @address AND email_verified = 0 AND disabled_at IS NULL")
            .With("@id", (object?)code.Owner?.Value)
            .With("@address", code.Address)
            .Rows(static _ => true) is [true];

    private AccountRemoval Remove(PreparedConnection connection, UserId id, SecurityEvent? removal, OutboxMail? mail)
    {
        if (!connection.Prepare(static command => command.CommandText = "DELETE FROM users WHERE id = @id").With("@id", id).Changes())
        {
            return new AccountRemoval.NotFound();
        }

        var ended = Revocations.EndAllOfRemoved(connection, id, except: null, EndReason.AccountClosed, clock.GetUtcNow(), options);
        Erasures.Add(connection, id, clock.GetUtcNow());
        foreach (var statement in Forgotten)
        {
            connection.Prepare(statement).With("@id", id).ExecuteNonQuery();
        }

        Events.Tell(connection, removal, mail, clock.GetUtcNow());
        return new AccountRemoval.Removed(ended);
    }

    private IReadOnlyList<RevokedSession> Finish(PreparedConnection connection, AccountWrite write, CardeaUser known)
    {
        var owner = new UserId(known.Id);
        var now = clock.GetUtcNow();
        if (write.Code is { } code)
        {
            Codes.Consume(connection, code.Hash, code.Purpose, now);
        }

        Codes.Void(connection, owner, write.Voided);
        if (write.EndsTrust)
        {
            TrustedDevices.EndAll(connection, owner, except: null);
        }

        if (write.VoidsUndosFrom is { } from)
        {
            Codes.VoidUndos(connection, owner, from);
        }

        if (write.Undo is { } undo)
        {
            Codes.Add(connection, undo);
        }

        if (write.Resets is { } reset)
        {
            Guesses.Forget(connection, reset);
        }

        if (write.WritesPasskeys)
        {
            Replace(connection, owner, write.After.Passkeys);
        }

        if (write.WritesExternalLogins)
        {
            ExternalLogins.Replace(connection, owner, write.After.ExternalLogins);
        }

        Events.Tell(connection, write.Event, write.Mail, now);
        IReadOnlyList<RevokedSession> ended = write switch
        {
            { After.DisabledAt: not null } => Revocations.EndAll(connection, owner, except: null, EndReason.AccountClosed, now, options),
            { EndsOfLogins: { Count: > 0 } logins } =>
            [
                .. logins.SelectMany(login => ExternalSessions.End(connection, login.Issuer, login.Subject, sid: null, EndReason.ProviderUnlinked, now, options))
                    .Select(static session => session.Revoked),
            ],
            { Ends: { } ends } => Revocations.EndAll(connection, owner, ends.Except, ends.Reason, now, options),
            _ => [],
        };
        return write.After.Roles.SequenceEqual(known.Roles) ? ended : [.. ended, .. Revocations.RecallAll(connection, owner, now, options)];
    }

    private static void Update(PreparedConnection connection, CardeaUser user) =>
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE users
            SET email = @email, email_verified = @email_verified, password_hash = @password_hash, security_stamp = @security_stamp,
                concurrency_stamp = @concurrency_stamp, roles = @roles, disabled_at = @disabled_at, deletion_asked_at = @deletion_asked_at,
                authenticator_key = @authenticator_key, authenticator_step = @authenticator_step, recovery_codes = @recovery_codes,
                password_breached_at = @password_breached_at
            WHERE id = @id
            """)
            .WithUser(user)
            .ExecuteNonQuery();

    private bool IsTaken(PreparedConnection connection, CardeaUser user) =>
        connection.Prepare(static command => command.CommandText =
            $"SELECT 1 WHERE EXISTS (SELECT 1 FROM users WHERE email = @email AND id <> @id) OR {IsReserved}")
            .With("@email", user.Email)
            .With("@id", user.Id)
            .With("@now", clock.GetUtcNow())
            .Rows(static _ => true) is [true];

    private static string? FindOwner(PreparedConnection connection, Passkey passkey) =>
        connection.Prepare(static command => command.CommandText = "SELECT user_id FROM passkeys WHERE credential_id = @credential_id")
            .With("@credential_id", passkey.CredentialId.ToArray())
            .Row(static row => row.GetString(0));

    private static void Replace(PreparedConnection connection, UserId owner, IReadOnlyList<Passkey> passkeys)
    {
        connection.Prepare(static command => command.CommandText = "DELETE FROM passkeys WHERE user_id = @owner").With("@owner", owner).ExecuteNonQuery();
        foreach (var passkey in passkeys)
        {
            connection.Prepare(static command => command.CommandText =
                "INSERT INTO passkeys (credential_id, user_id, passkey) VALUES (@credential_id, @owner, @passkey)")
                .With("@credential_id", passkey.CredentialId.ToArray())
                .With("@owner", owner)
                .With("@passkey", passkey.ToJson())
                .ExecuteNonQuery();
        }
    }
}
