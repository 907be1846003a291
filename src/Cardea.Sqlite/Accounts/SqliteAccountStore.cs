using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.Sqlite;

/// <summary>Users in SQLite.</summary>
internal sealed partial class SqliteAccountStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IAccountStore
{
    // A code that undoes a change of address reserves the old address.
    private const string IsReserved = "EXISTS (SELECT 1 FROM codes WHERE purpose = 10 AND address = @email AND user_id <> @id AND expires_at > @now)";

    private const string Insert =
        $"""
        INSERT INTO users (id, email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, created_at, disabled_at,
            deletion_asked_at, authenticator_key, authenticator_step, recovery_codes, password_breached_at)
        SELECT @id, @email, @email_verified, @password_hash, @security_stamp, @concurrency_stamp, @roles, @created_at, @disabled_at,
            @deletion_asked_at, @authenticator_key, @authenticator_step, @recovery_codes, @password_breached_at
        WHERE NOT {IsReserved}
        """;

    public Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                if (user.Passkeys.Any(passkey => FindOwner(connection, passkey) is not null)
                    || user.ExternalLogins.Any(login => ExternalLogins.FindOwner(connection, login) is not null)
                    || !connection.Prepare(static command => command.CommandText = $"{Insert} ON CONFLICT (email) DO NOTHING")
                        .WithUser(user)
                        .With("@created_at", user.CreatedAt)
                        .With("@now", clock.GetUtcNow())
                        .Changes())
                {
                    return false;
                }

                ExternalLogins.Add(connection, new(user.Id), user.ExternalLogins);
                Replace(connection, new(user.Id), user.Passkeys);
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<string>> ImportAsync(
        IReadOnlyList<CardeaUser> users, Func<CardeaUser, SecurityEvent?> tell, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<string>>(
            connection =>
            {
                var added = new List<string>();
                foreach (var user in users)
                {
                    if (connection.Prepare(static command => command.CommandText = $"{Insert} ON CONFLICT DO NOTHING")
                        .WithUser(user)
                        .With("@created_at", user.CreatedAt)
                        .With("@now", clock.GetUtcNow())
                        .Changes())
                    {
                        added.Add(user.Id);
                        ExternalLogins.Add(connection, new(user.Id), user.ExternalLogins);
                        Events.Tell(connection, tell(user), mail: null, clock.GetUtcNow());
                    }
                }

                return added;
            },
            cancellationToken);

    public Task<CardeaUser?> FindAsync(UserId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, id), cancellationToken);

    public Task<CardeaUser?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText = $"SELECT {UserRow.Columns} FROM users WHERE email = @email")
                .With("@email", email)
                .Row(UserRow.Read),
            cancellationToken);

    public Task<UserId?> FindReservationAsync(string email, CancellationToken cancellationToken) =>
        database.ReadAsync<UserId?>(
            connection => connection.Prepare(static command => command.CommandText =
                "SELECT user_id FROM codes WHERE purpose = 10 AND address = @email AND expires_at > @now LIMIT 1")
                .With("@email", email)
                .With("@now", clock.GetUtcNow())
                .Rows(static row => new UserId(row.GetString(0))) is [var user] ? user : null,
            cancellationToken);

    public Task<IReadOnlyList<CardeaUser>> SearchAsync(string text, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"SELECT {UserRow.Columns} FROM users WHERE instr(email, @text) > 0 ORDER BY email LIMIT @most")
                .With("@text", text)
                .With("@most", most)
                .Rows(UserRow.Read),
            cancellationToken);

    public Task<CardeaUser?> FindByPasskeyAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"SELECT {UserRow.Columns} FROM users WHERE id = (SELECT user_id FROM passkeys WHERE credential_id = @credential_id)")
                .With("@credential_id", credentialId)
                .Row(UserRow.Read),
            cancellationToken);

    public Task<CardeaUser?> FindByExternalLoginAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"SELECT {UserRow.Columns} FROM users WHERE id = (SELECT user_id FROM external_logins WHERE issuer = @issuer AND subject = @subject)")
                .With("@issuer", issuer)
                .With("@subject", subject)
                .Row(UserRow.Read),
            cancellationToken);

    private static CardeaUser? Find(PreparedConnection connection, UserId id) =>
        connection.Prepare(static command => command.CommandText = $"SELECT {UserRow.Columns} FROM users WHERE id = @id")
            .With("@id", id)
            .Row(UserRow.Read);
}
