using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Users in PostgreSQL.</summary>
internal sealed partial class PostgreSqlAccountStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IAccountStore
{
    // Another importer may hold the same users until it commits.
    private static readonly TimeSpan ImportPatience = TimeSpan.FromSeconds(30);

    public async Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken)
    {
        if (user.Passkeys.Count + user.ExternalLogins.Count > 0)
        {
            return await InTransactionAsync(transaction => AddAsync(transaction, user), cancellationToken);
        }

        var added = await database.RunAsync(
            database.Accounts,
            () => Insert(user, "(email)"),
            static row => row.GetString(0),
            cancellationToken);
        return added.Count > 0;
    }

    public Task<IReadOnlyList<string>> ImportAsync(
        IReadOnlyList<CardeaUser> users, Func<CardeaUser, SecurityEvent?> tell, CancellationToken cancellationToken) =>
        database.RunTogetherAsync<IReadOnlyList<string>>(
            database.Background,
            () => [.. users.Select(user => Insert(user, tell(user)))],
            static async (results, deadline) =>
            {
                var added = new List<string>();
                do
                {
                    added.AddRange(await results.ReadAllAsync(static row => row.GetString(0), deadline));
                }
                while (await results.NextResultAsync(deadline));

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

    public Task<CardeaUser?> FindByPasskeyAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        FindAsync(
            () => new NpgsqlBatchCommand($"SELECT {UserRow.Columns} FROM cardea.users WHERE id = (SELECT user_id FROM cardea.passkeys WHERE credential_id = @credential_id)")
                .With("@credential_id", credentialId),
            cancellationToken);

    public Task<CardeaUser?> FindByExternalLoginAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        FindAsync(
            () => new NpgsqlBatchCommand(
                $"SELECT {UserRow.Columns} FROM cardea.users WHERE id = (SELECT user_id FROM cardea.external_logins WHERE issuer = @issuer AND subject = @subject)")
                .With("@issuer", issuer)
                .With("@subject", subject),
            cancellationToken);

    private NpgsqlBatchCommand Insert(CardeaUser user, string conflict) => new NpgsqlBatchCommand(
        $"""
        INSERT INTO cardea.users (id, email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, created_at, disabled_at,
            deletion_asked_at, authenticator_key, authenticator_step, recovery_codes, password_breached_at)
        SELECT @id::text, @email::text, @email_verified::boolean, @password_hash::text, @security_stamp::text, @concurrency_stamp::text, @roles::text[],
            @created_at::timestamptz, @disabled_at::timestamptz, @deletion_asked_at::timestamptz, @authenticator_key::bytea,
            @authenticator_step::bigint, @recovery_codes::text[], @password_breached_at::timestamptz
        WHERE NOT cardea.is_reserved(@email, @id, {Moment.Now})
        ON CONFLICT {conflict} DO NOTHING
        RETURNING id
        """)
        .WithUser(user)
        .With("@created_at", user.CreatedAt)
        .WithNow(clock);

    // The event of a user who is not added is not stored either.
    private NpgsqlBatchCommand Insert(CardeaUser user, SecurityEvent? happened)
    {
        var insert = Insert(user, conflict: "");
        if (happened is null && user.ExternalLogins.Count == 0)
        {
            return insert;
        }

        var told = happened is null ? "" : $", told AS ({Events.InsertOfAdded})";
        insert.CommandText = $"WITH added AS ({insert.CommandText}){told}, linked AS ({ExternalLogins.InsertOfAdded}) SELECT id FROM added";
        insert.WithLogins(user.ExternalLogins);
        return happened is null ? insert : insert.WithEventOfAdded(happened);
    }

    private async Task<CardeaUser?> FindAsync(Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(database.Accounts, statement, UserRow.Read, cancellationToken);
        return found is [var user] ? user : null;
    }
}
