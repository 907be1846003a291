using Cardea.Accounts;
using Cardea.Revocation;
using Cardea.Sessions;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Users in SQLite.</summary>
internal sealed class SqliteAccountStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IAccountStore
{
    public Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Prepare(static command => command.CommandText =
                """
                INSERT INTO users (id, email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, created_at, disabled_at)
                VALUES (@id, @email, @email_verified, @password_hash, @security_stamp, @concurrency_stamp, @roles, @created_at, @disabled_at)
                ON CONFLICT (email) DO NOTHING
                """)
                .WithUser(user)
                .With("@created_at", user.CreatedAt)
                .Changes(),
            cancellationToken);

    public Task<CardeaUser?> FindAsync(UserId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, id), cancellationToken);

    public Task<CardeaUser?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText = $"SELECT {UserRow.Columns} FROM users WHERE email = @email")
                .With("@email", email)
                .Row(UserRow.Read),
            cancellationToken);

    public Task<IReadOnlyList<CardeaUser>> SearchAsync(string text, int most, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"SELECT {UserRow.Columns} FROM users WHERE instr(email, @text) > 0 ORDER BY email LIMIT @most")
                .With("@text", text)
                .With("@most", most)
                .Rows(UserRow.Read),
            cancellationToken);

    public Task<AccountUpdate> UpdateAsync(CardeaUser user, string concurrencyStamp, CancellationToken cancellationToken) =>
        database.WriteAsync<AccountUpdate>(
            connection =>
            {
                var known = Find(connection, new(user.Id));
                try
                {
                    if (known is null || !Update(connection, user, concurrencyStamp))
                    {
                        return new AccountUpdate.Stale();
                    }
                }
                catch (SqliteException exception) when (SqliteFailure.IsTaken(exception))
                {
                    return new AccountUpdate.EmailTaken();
                }

                return new AccountUpdate.Updated(user switch
                {
                    { DisabledAt: not null } => EndSessions(connection, new(user.Id)),
                    _ when !user.Roles.SequenceEqual(known.Roles) => Revocations.RecallAll(connection, new(user.Id), clock.GetUtcNow(), options),
                    _ => [],
                });
            },
            cancellationToken);

    public Task<IReadOnlyList<RevokedSession>?> RemoveAsync(UserId id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
                connection.Prepare(static command => command.CommandText = "DELETE FROM users WHERE id = @id").With("@id", id).Changes()
                    ? EndSessions(connection, id)
                    : null,
            cancellationToken);

    private static CardeaUser? Find(PreparedConnection connection, UserId id) =>
        connection.Prepare(static command => command.CommandText = $"SELECT {UserRow.Columns} FROM users WHERE id = @id")
            .With("@id", id)
            .Row(UserRow.Read);

    private static bool Update(PreparedConnection connection, CardeaUser user, string concurrencyStamp) =>
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE users
            SET email = @email, email_verified = @email_verified, password_hash = @password_hash, security_stamp = @security_stamp,
                concurrency_stamp = @concurrency_stamp, roles = @roles, disabled_at = @disabled_at
            WHERE id = @id AND concurrency_stamp = @known_stamp
            """)
            .WithUser(user)
            .With("@known_stamp", concurrencyStamp)
            .Changes();

    private IReadOnlyList<RevokedSession> EndSessions(PreparedConnection connection, UserId id) =>
        Revocations.EndAll(connection, id, except: null, EndReason.AccountClosed, clock.GetUtcNow(), options);
}
