using Cardea.Keys;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Sealed keys in SQLite.</summary>
internal sealed class SqliteKeyStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IKeyStore
{
    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            static connection => connection.Prepare(static command => command.CommandText =
                "SELECT id, purpose, sealed_material, created_at, active_from, longest_life, expires_at, retired_at FROM keys ORDER BY sequence")
                .Rows(static row => Read(row, 0)),
            cancellationToken);

    /// <summary>Reads a key from the columns of a row.</summary>
    public static StoredKey Read(SqliteDataReader row, int column) => new(
        row.GetString(column),
        (KeyPurpose)row.GetInt32(column + 1),
        row.GetBytes(column + 2),
        row.GetTime(column + 3),
        row.GetTime(column + 4),
        row.GetDuration(column + 5),
        row.GetTimeOrNull(column + 6),
        row.GetTimeOrNull(column + 7));

    public Task<bool> AddAsync(StoredKey key, string? newest, TimeSpan margin, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var added = Insert(connection, key, newest);
                if (added)
                {
                    connection.Prepare(static command => command.CommandText =
                        """
                        UPDATE keys SET expires_at = max(coalesce(expires_at, 0), @active_from + longest_life + @margin)
                        WHERE sequence = (SELECT max(sequence) FROM keys WHERE purpose = @purpose AND id <> @id AND retired_at IS NULL)
                          AND (expires_at IS NULL OR expires_at > @created_at)
                        """)
                        .With("@purpose", (int)key.Purpose)
                        .With("@id", key.Id)
                        .With("@created_at", key.CreatedAt)
                        .With("@active_from", key.ActiveFrom)
                        .With("@margin", margin)
                        .ExecuteNonQuery();
                }

                return added;
            },
            cancellationToken);

    public Task<KeyChange> AdvanceAsync(IReadOnlyList<string> ids, DateTimeOffset activeFrom, KeyOperator? by, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            connection =>
            {
                var advanced = false;
                foreach (var id in ids)
                {
                    advanced |= Advance(connection, id, activeFrom);
                }

                return advanced;
            },
            cancellationToken);

    public Task LengthenLifeAsync(KeyPurpose purpose, TimeSpan life, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Prepare(static command => command.CommandText =
                """
                UPDATE keys SET longest_life = @life, expires_at = expires_at + (@life - longest_life)
                WHERE purpose = @purpose AND longest_life < @life AND retired_at IS NULL
                """)
                .With("@purpose", (int)purpose)
                .With("@life", life)
                .Changes(),
            cancellationToken);

    public Task<KeyChange> RetireAsync(string id, DateTimeOffset now, KeyOperator? by, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            connection =>
            {
                var retired = connection.Prepare(static command => command.CommandText =
                    """
                    UPDATE keys SET retired_at = @now, expires_at = coalesce(expires_at, @now + longest_life)
                    WHERE id = @id AND retired_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
                    RETURNING sequence, purpose
                    """)
                    .With("@id", id)
                    .With("@now", now)
                    .Rows(static row => (Sequence: row.GetInt64(0), Purpose: row.GetInt32(1)));
                foreach (var (sequence, purpose) in retired)
                {
                    TakeOver(connection, sequence, purpose, now);
                }

                return retired.Count > 0;
            },
            cancellationToken);

    private Task<KeyChange> ChangeAsync(KeyOperator? by, Func<PreparedConnection, bool> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                if (by?.Actor is { } actor && !Actors.IsEntitled(connection, actor, clock.GetUtcNow(), options))
                {
                    return KeyChange.ActorRefused;
                }

                if (!change(connection))
                {
                    return KeyChange.None;
                }

                Events.Tell(connection, by?.Event, mail: null, clock.GetUtcNow());
                return KeyChange.Made;
            },
            cancellationToken);

    private static bool Advance(PreparedConnection connection, string id, DateTimeOffset activeFrom)
    {
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE keys SET expires_at = expires_at - (later.active_from - @active_from)
            FROM (SELECT sequence, purpose, active_from FROM keys WHERE id = @id AND active_from > @active_from AND retired_at IS NULL) AS later
            WHERE keys.purpose = later.purpose AND retired_at IS NULL
              AND keys.sequence = (SELECT max(before.sequence) FROM keys AS before
                                   WHERE before.purpose = later.purpose AND before.sequence < later.sequence)
            """)
            .With("@id", id)
            .With("@active_from", activeFrom)
            .ExecuteNonQuery();
        return connection.Prepare(static command => command.CommandText =
            "UPDATE keys SET active_from = @active_from WHERE id = @id AND active_from > @active_from AND retired_at IS NULL")
            .With("@id", id)
            .With("@active_from", activeFrom)
            .Changes();
    }

    // If no later key has taken over yet, the next one takes over now.
    private static void TakeOver(PreparedConnection connection, long retired, int purpose, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText =
            """
            UPDATE keys SET active_from = @now
            WHERE sequence = (SELECT min(sequence) FROM keys WHERE purpose = @purpose AND sequence > @retired AND retired_at IS NULL)
              AND NOT EXISTS (SELECT 1 FROM keys WHERE purpose = @purpose AND sequence > @retired AND retired_at IS NULL AND active_from <= @now)
            """)
            .With("@retired", retired)
            .With("@purpose", purpose)
            .With("@now", now)
            .ExecuteNonQuery();

    private static bool Insert(PreparedConnection connection, StoredKey key, string? newest) =>
        connection.Prepare(static command => command.CommandText =
            """
            INSERT INTO keys (id, purpose, sealed_material, created_at, active_from, longest_life)
            SELECT @id, @purpose, @sealed_material, @created_at, @active_from, @longest_life
            WHERE (SELECT id FROM keys WHERE purpose = @purpose ORDER BY sequence DESC LIMIT 1) IS @newest
            ON CONFLICT (purpose, id) DO NOTHING
            """)
            .With("@id", key.Id)
            .With("@purpose", (int)key.Purpose)
            .With("@sealed_material", key.SealedMaterial.ToArray())
            .With("@created_at", key.CreatedAt)
            .With("@active_from", key.ActiveFrom)
            .With("@longest_life", key.LongestLife)
            .With("@newest", newest)
            .Changes();
}
