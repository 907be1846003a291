using Cardea.Accounts;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Users in PostgreSQL.</summary>
internal sealed partial class PostgreSqlAccountStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IAccountStore
{
    // Another importer may hold the same users until it commits.
    private static readonly TimeSpan ImportPatience = TimeSpan.FromSeconds(30);

    public async Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken)
    {
        var added = await database.RunAsync(
            database.SignIns,
            () => new NpgsqlBatchCommand(
                """
                INSERT INTO cardea.users (id, email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, created_at, disabled_at,
                    authenticator_key, authenticator_step, recovery_codes)
                VALUES (@id, @email, @email_verified, @password_hash, @security_stamp, @concurrency_stamp, @roles, @created_at, @disabled_at,
                    @authenticator_key, @authenticator_step, @recovery_codes)
                ON CONFLICT (email) DO NOTHING
                RETURNING id
                """)
                .WithUser(user)
                .With("@created_at", user.CreatedAt),
            () => Insert(user, "(email)"),
            static row => row.GetString(0),
            cancellationToken);
        return added.Count > 0;
    }

    public Task<IReadOnlyList<string>> ImportAsync(IReadOnlyList<CardeaUser> users, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<string>>(
            database.Background,
            async (connection, deadline) =>
            {
                // A batch is one transaction: it ends with the one Sync after its last statement.
                await using var batch = new NpgsqlBatch(connection) { Timeout = (int)ImportPatience.TotalSeconds };
                foreach (var user in users)
                {
                    batch.BatchCommands.Add(Insert(user, ""));
                }

                await using var reader = await batch.ExecuteReaderAsync(deadline);
                var added = new List<string>();
                do
                {
                    added.AddRange(await reader.ReadAllAsync(static row => row.GetString(0), deadline));
                }
                while (await reader.NextResultAsync(deadline));

                await reader.CloseAsync();
                return added;
            },
            cancellationToken,
            ImportPatience);

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

    public Task<CardeaUser?> FindByPasskeyAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        FindAsync(
            () => new NpgsqlBatchCommand($"SELECT {UserRow.Columns} FROM cardea.users WHERE id = (SELECT user_id FROM cardea.passkeys WHERE credential_id = @credential_id)")
                .With("@credential_id", credentialId),
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

    private static NpgsqlBatchCommand Insert(CardeaUser user, string conflict) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.users (id, email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, created_at, disabled_at)
        VALUES (@id, @email, @email_verified, @password_hash, @security_stamp, @concurrency_stamp, @roles, @created_at, @disabled_at)
        ON CONFLICT {conflict} DO NOTHING
        RETURNING id
        """)
        .WithUser(user)
        .With("@created_at", user.CreatedAt);

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
}
