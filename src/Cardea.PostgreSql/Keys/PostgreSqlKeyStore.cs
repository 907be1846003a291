using Cardea.Keys;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sealed keys in PostgreSQL.</summary>
internal sealed class PostgreSqlKeyStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IKeyStore
{
    private const string Columns = "id, purpose, sealed_material, created_at, active_from, longest_life, expires_at, retired_at";

    public Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            static () => new NpgsqlBatchCommand($"SELECT {Columns} FROM cardea.keys ORDER BY sequence"),
            static row => Read(row, 0),
            cancellationToken);

    /// <summary>Reads a key from the columns of a row, beginning at <paramref name="column"/>.</summary>
    public static StoredKey Read(NpgsqlDataReader row, int column) => new(
        row.GetString(column),
        (KeyPurpose)row.GetInt16(column + 1),
        row.GetBytes(column + 2),
        row.GetTime(column + 3),
        row.GetTime(column + 4),
        row.GetFieldValue<TimeSpan>(column + 5),
        row.GetTimeOrNull(column + 6),
        row.GetTimeOrNull(column + 7));

    public Task<bool> AddAsync(StoredKey key, string? newest, TimeSpan margin, CancellationToken cancellationToken) =>
        database.RunTogetherAsync(
            database.Background,

            // The lock comes first, so the second statement sees a key that another node has just added.
            () => [new(Lock), Add(key, newest, margin)],
            static async (results, deadline) => await results.NextResultAsync(deadline) && await results.ReadAsync(deadline),
            cancellationToken);

    public Task<KeyChange> AdvanceAsync(IReadOnlyList<string> ids, DateTimeOffset activeFrom, KeyOperator? by, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async transaction =>
            {
                var advanced = 0;
                foreach (var id in ids)
                {
                    advanced += await transaction.RunAsync(Advance(id, activeFrom));
                }

                return advanced > 0;
            },
            cancellationToken);

    public Task LengthenLifeAsync(KeyPurpose purpose, TimeSpan life, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand(
                """
                UPDATE cardea.keys SET longest_life = @life, expires_at = expires_at + (@life - longest_life)
                WHERE purpose = @purpose AND longest_life < @life AND retired_at IS NULL
                """)
                .With("@purpose", (short)purpose)
                .With("@life", life),
            cancellationToken);

    public Task<KeyChange> RetireAsync(string id, DateTimeOffset now, KeyOperator? by, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async transaction =>
            {
                var retired = await transaction.RunAsync(
                    new NpgsqlBatchCommand(
                        """
                        UPDATE cardea.keys SET retired_at = @now, expires_at = coalesce(expires_at, @now + longest_life)
                        WHERE id = @id AND retired_at IS NULL AND (expires_at IS NULL OR expires_at > @now)
                        RETURNING sequence, purpose
                        """)
                        .With("@id", id)
                        .With("@now", now),
                    static row => (Sequence: row.GetInt64(0), Purpose: row.GetInt16(1)));
                foreach (var (sequence, purpose) in retired)
                {
                    await transaction.RunAsync(TakeOver(sequence, purpose, now));
                }

                return retired.Count > 0;
            },
            cancellationToken);

    // The locks come in one order: the operator and the session, then the keys.
    private Task<KeyChange> ChangeAsync(KeyOperator? by, Func<Transaction, Task<bool>> change, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            database.Background,
            async transaction =>
            {
                if (by?.Actor is { } actor && !await transaction.IsEntitledAsync(actor, actor.User, clock, options))
                {
                    return KeyChange.ActorRefused;
                }

                await transaction.RunAsync(new NpgsqlBatchCommand(Lock));
                if (!await change(transaction))
                {
                    return KeyChange.None;
                }

                await transaction.TellAsync(by?.Event, mail: null, clock);
                return KeyChange.Made;
            },
            cancellationToken);

    private static NpgsqlBatchCommand Advance(string id, DateTimeOffset activeFrom) => new NpgsqlBatchCommand(
        """
        WITH later AS (
            SELECT sequence, purpose, active_from - @active_from AS earlier FROM cardea.keys
            WHERE id = @id AND active_from > @active_from AND retired_at IS NULL FOR NO KEY UPDATE
        ), predecessor AS (
            UPDATE cardea.keys SET expires_at = expires_at - earlier FROM later
            WHERE keys.purpose = later.purpose AND retired_at IS NULL
              AND keys.sequence = (SELECT max(before.sequence) FROM cardea.keys AS before
                                   WHERE before.purpose = later.purpose AND before.sequence < later.sequence)
        )
        UPDATE cardea.keys SET active_from = @active_from FROM later WHERE keys.sequence = later.sequence RETURNING keys.id
        """)
        .With("@id", id)
        .With("@active_from", activeFrom);

    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('cardea.keys', 0))";

    // If no later key has taken over yet, the next one takes over now.
    private static NpgsqlBatchCommand TakeOver(long retired, short purpose, DateTimeOffset now) => new NpgsqlBatchCommand(
        """
        UPDATE cardea.keys SET active_from = @now
        WHERE sequence = (SELECT min(sequence) FROM cardea.keys WHERE purpose = @purpose AND sequence > @retired AND retired_at IS NULL)
          AND NOT EXISTS (SELECT FROM cardea.keys WHERE purpose = @purpose AND sequence > @retired AND retired_at IS NULL AND active_from <= @now)
        """)
        .With("@retired", retired)
        .With("@purpose", purpose)
        .With("@now", now);

    private static NpgsqlBatchCommand Add(StoredKey key, string? newest, TimeSpan margin) => new NpgsqlBatchCommand(
        $"""
        WITH added AS (
            INSERT INTO cardea.keys ({Columns})
            SELECT @id, @purpose, @sealed_material, @created_at, @active_from, @longest_life, NULL, NULL
            WHERE (SELECT id FROM cardea.keys WHERE purpose = @purpose ORDER BY sequence DESC LIMIT 1) IS NOT DISTINCT FROM @newest
            ON CONFLICT (purpose, id) DO NOTHING
            RETURNING id
        ), expiring AS (
            UPDATE cardea.keys SET expires_at = greatest(expires_at, @active_from + longest_life + @margin)
            WHERE sequence = (SELECT max(sequence) FROM cardea.keys WHERE purpose = @purpose AND retired_at IS NULL)
              AND (expires_at IS NULL OR expires_at > @created_at) AND EXISTS (SELECT FROM added)
        )
        SELECT id FROM added
        """)
        .With("@id", key.Id)
        .With("@purpose", (short)key.Purpose)
        .With("@sealed_material", key.SealedMaterial.ToArray())
        .With("@created_at", key.CreatedAt)
        .With("@active_from", key.ActiveFrom)
        .With("@longest_life", key.LongestLife)
        .With("@newest", newest)
        .With("@margin", margin);
}
