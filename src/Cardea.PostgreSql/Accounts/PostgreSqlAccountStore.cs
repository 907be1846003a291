using System.Data;
using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Sessions;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Users in PostgreSQL.</summary>
internal sealed class PostgreSqlAccountStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IAccountStore
{
    public async Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken)
    {
        var added = await database.RunAsync(
            database.SignIns,
            () => new NpgsqlBatchCommand(
                """
                INSERT INTO cardea.users (id, email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, created_at, disabled_at)
                VALUES (@id, @email, @email_verified, @password_hash, @security_stamp, @concurrency_stamp, @roles, @created_at, @disabled_at)
                ON CONFLICT (email) DO NOTHING
                RETURNING id
                """)
                .WithUser(user)
                .With("@created_at", user.CreatedAt),
            static row => row.GetString(0),
            cancellationToken);
        return added.Count > 0;
    }

    public Task<CardeaUser?> FindAsync(UserId id, CancellationToken cancellationToken) =>
        FindAsync(
            () => new NpgsqlBatchCommand($"SELECT {UserRow.Columns} FROM cardea.users WHERE id = @id").With("@id", id), cancellationToken);

    public Task<CardeaUser?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        FindAsync(
            () => new NpgsqlBatchCommand($"SELECT {UserRow.Columns} FROM cardea.users WHERE email = @email").With("@email", email), cancellationToken);

    public Task<IReadOnlyList<CardeaUser>> SearchAsync(string text, int most, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.SignIns,
            () => new NpgsqlBatchCommand($"SELECT {UserRow.Columns} FROM cardea.users WHERE position(@text IN email) > 0 ORDER BY email LIMIT @most")
                .With("@text", text)
                .With("@most", most),
            UserRow.Read,
            cancellationToken);

    public async Task<AccountUpdate> UpdateAsync(CardeaUser user, string concurrencyStamp, CancellationToken cancellationToken)
    {
        try
        {
            var revoked = await ChangeAsync(() => Update(user, concurrencyStamp), new(user.Id), cancellationToken);
            return revoked is null ? new AccountUpdate.Stale() : new AccountUpdate.Updated(revoked);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return new AccountUpdate.EmailTaken();
        }
    }

    public Task<IReadOnlyList<RevokedSession>?> RemoveAsync(UserId id, CancellationToken cancellationToken) =>
        ChangeAsync(() => new NpgsqlBatchCommand("DELETE FROM cardea.users WHERE id = @id RETURNING true, false").With("@id", id), id, cancellationToken);

    private static NpgsqlBatchCommand Update(CardeaUser user, string concurrencyStamp) => new NpgsqlBatchCommand(
        """
        WITH known AS (SELECT id, roles FROM cardea.users WHERE id = @id AND concurrency_stamp = @known_stamp FOR NO KEY UPDATE)
        UPDATE cardea.users
        SET email = @email, email_verified = @email_verified, password_hash = @password_hash, security_stamp = @security_stamp,
            concurrency_stamp = @concurrency_stamp, roles = @roles, disabled_at = @disabled_at
        FROM known
        WHERE users.id = known.id
        RETURNING disabled_at IS NOT NULL, users.roles IS DISTINCT FROM known.roles
        """)
        .WithUser(user)
        .With("@known_stamp", concurrencyStamp);

    private async Task<CardeaUser?> FindAsync(Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(database.SignIns, statement, UserRow.Read, cancellationToken);
        return found is [var user] ? user : null;
    }

    // A sign-in holds the user's row until its session is there. So the change waits for it, and the statement that follows,
    // which looks anew, ends that session too.
    private Task<IReadOnlyList<RevokedSession>?> ChangeAsync(Func<NpgsqlBatchCommand> change, UserId id, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<RevokedSession>?>(
            database.SignIns,
            async (connection, deadline) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, deadline);
                if (await connection.RunAsync(change(), static row => (IsClosed: row.GetBoolean(0), RolesChanged: row.GetBoolean(1)), deadline) is not [var changed])
                {
                    return null;
                }

                var revocation = changed switch
                {
                    { IsClosed: true } => Revocations.EndAll(id, except: null, EndReason.AccountClosed, clock, options),
                    { RolesChanged: true } => Revocations.RecallAll(id, clock, options),
                    _ => null,
                };
                var revoked = revocation is null ? [] : await connection.RunAsync(revocation, Revocations.Read, deadline);
                await transaction.CommitAsync(deadline);
                return revoked;
            },
            cancellationToken);
}
