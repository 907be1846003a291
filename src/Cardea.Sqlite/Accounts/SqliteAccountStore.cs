using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Codes;
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
        database.WriteAsync(connection => Add(connection, user), cancellationToken);

    public Task<InvitedAddition> AddInvitedAsync(CardeaUser user, CodeHash? invitation, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                if (!Invitations.IsValid(connection, user.Email, invitation, clock.GetUtcNow()))
                {
                    return InvitedAddition.NotInvited;
                }

                if (!Add(connection, user))
                {
                    return InvitedAddition.Taken;
                }

                Invitations.Consume(connection, user.Email, invitation, clock.GetUtcNow());
                return InvitedAddition.Added;
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

    public Task<UserPage> SearchAsync(UserSearch search, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                // The end comes first: a user who is added or removed between the two statements does not move it.
                var end = search.Text.Length > 0 ? FindEnd(connection, search) : null;
                return UserPage.Of(search, Find(connection, search, end), end);
            },
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

    private bool Add(PreparedConnection connection, CardeaUser user)
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
    }

    // The index users_for_search has the ids and the addresses.
    private static UserId? FindEnd(PreparedConnection connection, UserSearch search) =>
        connection.Prepare(static command => command.CommandText =
            "SELECT id FROM users INDEXED BY users_for_search WHERE id > @after ORDER BY id LIMIT 1 OFFSET @window - 1")
            .With("@after", search.After?.Value ?? "")
            .With("@window", search.Window)
            .Rows(static row => new UserId(row.GetString(0))) is [var end] ? end : null;

    private static IReadOnlyList<CardeaUser> Find(PreparedConnection connection, UserSearch search, UserId? end) =>
        connection.Prepare(static command => command.CommandText =
            $"""
            SELECT {UserRow.Columns} FROM users
            WHERE id IN (
                SELECT id FROM users INDEXED BY users_for_search
                WHERE id > @after AND (@end IS NULL OR id <= @end) AND instr(email, @text) > 0
                ORDER BY id LIMIT @most)
            ORDER BY id
            """)
            .With("@after", search.After?.Value ?? "")
            .With("@end", end?.Value)
            .With("@text", search.Text)
            .With("@most", search.Most)
            .Rows(UserRow.Read);

    private static CardeaUser? Find(PreparedConnection connection, UserId id) =>
        connection.Prepare(static command => command.CommandText = $"SELECT {UserRow.Columns} FROM users WHERE id = @id")
            .With("@id", id)
            .Row(UserRow.Read);
}
