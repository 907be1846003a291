using Cardea.Accounts;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Users in PostgreSQL.</summary>
internal sealed partial class PostgreSqlAccountStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IAccountStore
{
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

    public Task<CardeaUser?> FindByPasskeyAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        FindAsync(
            () => new NpgsqlBatchCommand($"SELECT {UserRow.Columns} FROM cardea.users WHERE id = (SELECT user_id FROM cardea.passkeys WHERE credential_id = @credential_id)")
                .With("@credential_id", credentialId),
            cancellationToken);

    private async Task<CardeaUser?> FindAsync(Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(database.SignIns, statement, UserRow.Read, cancellationToken);
        return found is [var user] ? user : null;
    }
}
