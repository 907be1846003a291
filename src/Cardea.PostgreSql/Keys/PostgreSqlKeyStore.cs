using Cardea.Keys;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sealed keys in PostgreSQL.</summary>
internal sealed class PostgreSqlKeyStore(PostgreSqlDatabase database) : IKeyStore
{
    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            static () => new NpgsqlBatchCommand("SELECT id, purpose, sealed_material, created_at, active_from, expires_at FROM cardea.keys ORDER BY sequence"),
            static row => new StoredKey(
                row.GetString(0),
                (KeyPurpose)row.GetInt16(1),
                row.GetBytes(2),
                row.GetTime(3),
                row.GetTime(4),
                row.GetTimeOrNull(5)),
            cancellationToken);

    public Task<bool> AddAsync(StoredKey key, string? newest, DateTimeOffset predecessorExpiresAt, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            async (connection, deadline) =>
            {
                // Sent together they are one transaction. The lock comes first: the newest key is looked up once nobody adds another.
                await using var batch = new NpgsqlBatch(connection)
                {
                    BatchCommands =
                    {
                        new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(hashtextextended('cardea.keys', 0))"),
                        Add(key, newest, predecessorExpiresAt),
                    },
                };
                await using var reader = await batch.ExecuteReaderAsync(deadline);
                await reader.NextResultAsync(deadline);
                var added = await reader.ReadAsync(deadline);
                await reader.CloseAsync();
                return added;
            },
            cancellationToken);

    public async Task<bool> RetireAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var retired = await database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand("UPDATE cardea.keys SET expires_at = @now WHERE id = @id AND (expires_at IS NULL OR expires_at > @now) RETURNING id")
                .With("@id", id)
                .With("@now", now),
            static row => row.GetString(0),
            cancellationToken);
        return retired.Count > 0;
    }

    private static NpgsqlBatchCommand Add(StoredKey key, string? newest, DateTimeOffset predecessorExpiresAt) => new NpgsqlBatchCommand(
        """
        WITH added AS (
            INSERT INTO cardea.keys (id, purpose, sealed_material, created_at, active_from, expires_at)
            SELECT @id, @purpose, @sealed_material, @created_at, @active_from, @expires_at
            WHERE (SELECT id FROM cardea.keys WHERE purpose = @purpose ORDER BY sequence DESC LIMIT 1) IS NOT DISTINCT FROM @newest
            ON CONFLICT (purpose, id) DO NOTHING
            RETURNING id
        ), expiring AS (
            UPDATE cardea.keys SET expires_at = @predecessor_expires_at
            WHERE purpose = @purpose AND id = @newest AND expires_at IS NULL AND EXISTS (SELECT FROM added)
        )
        SELECT id FROM added
        """)
        .With("@id", key.Id)
        .With("@purpose", (short)key.Purpose)
        .With("@sealed_material", key.SealedMaterial.ToArray())
        .With("@created_at", key.CreatedAt)
        .With("@active_from", key.ActiveFrom)
        .With("@expires_at", key.ExpiresAt)
        .With("@newest", newest)
        .With("@predecessor_expires_at", predecessorExpiresAt);
}
