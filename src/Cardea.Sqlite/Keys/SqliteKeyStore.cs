using Cardea.Keys;

namespace Cardea.Sqlite;

/// <summary>Sealed keys in SQLite.</summary>
internal sealed class SqliteKeyStore(SqliteDatabase database) : IKeyStore
{
    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            static connection => connection.Prepare(static command => command.CommandText =
                "SELECT id, purpose, sealed_material, created_at, active_from, expires_at FROM keys ORDER BY sequence")
                .Rows(static row => new StoredKey(
                    row.GetString(0),
                    (KeyPurpose)row.GetInt32(1),
                    row.GetBytes(2),
                    row.GetTime(3),
                    row.GetTime(4),
                    row.GetTimeOrNull(5))),
            cancellationToken);

    public Task<bool> AddAsync(StoredKey key, string? newest, DateTimeOffset predecessorExpiresAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var added = Insert(connection, key, newest);
                if (added)
                {
                    Expire(connection, key.Purpose, newest, predecessorExpiresAt);
                }

                return added;
            },
            cancellationToken);

    public Task<bool> RetireAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Prepare(static command => command.CommandText =
                "UPDATE keys SET expires_at = @now WHERE id = @id AND (expires_at IS NULL OR expires_at > @now)")
                .With("@id", id)
                .With("@now", now)
                .Changes(),
            cancellationToken);

    private static bool Insert(PreparedConnection connection, StoredKey key, string? newest) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO keys (id, purpose, sealed_material, created_at, active_from, expires_at)
            SELECT @id, @purpose, @sealed_material, @created_at, @active_from, @expires_at
            WHERE (SELECT id FROM keys WHERE purpose = @purpose ORDER BY sequence DESC LIMIT 1) IS @newest
            ON CONFLICT (purpose, id) DO NOTHING
            """)
            .With("@id", key.Id)
            .With("@purpose", (int)key.Purpose)
            .With("@sealed_material", key.SealedMaterial.ToArray())
            .With("@created_at", key.CreatedAt)
            .With("@active_from", key.ActiveFrom)
            .With("@expires_at", key.ExpiresAt)
            .With("@newest", newest)
            .Changes();

    private static void Expire(PreparedConnection connection, KeyPurpose purpose, string? id, DateTimeOffset expiresAt) =>
        connection.Prepare(static command => command.CommandText =
            "UPDATE keys SET expires_at = @expires_at WHERE purpose = @purpose AND id = @id AND expires_at IS NULL")
            .With("@purpose", (int)purpose)
            .With("@id", id)
            .With("@expires_at", expiresAt)
            .ExecuteNonQuery();
}
