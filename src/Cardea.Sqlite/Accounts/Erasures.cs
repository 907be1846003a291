using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Erases the personal data of removed users, in batches of up to 1,000 rows. Each batch is a transaction of its own.</summary>
internal static class Erasures
{
    // A request may write an event just after its user was removed. So the sweep looks once more.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    // Each batch follows the index of ids, from the end of the last batch.
    private static readonly Action<SqliteCommand>[] Batches =
    [
        static command => command.CommandText =
            """
            UPDATE sessions SET device = NULL, user_agent = NULL, ip_address = NULL
            WHERE id IN (
                SELECT id FROM sessions
                WHERE user_id = @id AND id > @after AND coalesce(device, user_agent, ip_address) IS NOT NULL
                ORDER BY id LIMIT 1000)
            RETURNING id
            """,
        static command => command.CommandText =
            """
            UPDATE events SET ip_address = NULL, network = NULL, user_agent = NULL
            WHERE id IN (
                SELECT id FROM events
                WHERE user_id = @id AND id > @after AND coalesce(ip_address, network, user_agent) IS NOT NULL
                ORDER BY id LIMIT 1000)
            RETURNING id
            """,
    ];

    /// <summary>Records that a user's personal data must be erased.</summary>
    public static void Add(PreparedConnection connection, UserId id, DateTimeOffset now) =>
        connection.Prepare(static command => command.CommandText = "INSERT INTO erasures (user_id, asked_at) VALUES (@id, @now) ON CONFLICT DO NOTHING")
            .With("@id", id)
            .With("@now", now)
            .ExecuteNonQuery();

    /// <summary>Erases the personal data. The record stays until <see cref="ForgetAsync"/>.</summary>
    /// <returns>How many rows it erased, and true if no row is left.</returns>
    public static async Task<(long Rows, bool IsDone)> EraseAsync(SqliteDatabase database, UserId id, Func<bool> hasTime, CancellationToken cancellationToken)
    {
        var rows = 0L;
        foreach (var batch in Batches)
        {
            byte[]? after = [];
            do
            {
                if (!hasTime())
                {
                    return (rows, false);
                }

                // The commit is not synced: a power failure may undo it, and then the sweep erases the rows again.
                var erased = await database.WriteQuicklyAsync(
                    connection => connection.Prepare(batch).With("@id", id).With("@after", after).Rows(static row => row.GetBytes(0)), cancellationToken);
                rows += erased.Count;
                after = erased.Count == SweepRule.BatchSize ? erased.Max(Order) : null;
                await Task.Delay(after is null ? TimeSpan.Zero : Pause, TimeProvider.System, cancellationToken);
            }
            while (after is not null);
        }

        return (rows, true);
    }

    /// <summary>Finds the users whose data must be erased.</summary>
    public static Task<IReadOnlyList<UserId>> ReadAsync(SqliteDatabase database, CancellationToken cancellationToken) =>
        database.ReadAsync(
            static connection => connection.Prepare(static command => command.CommandText = "SELECT user_id FROM erasures ORDER BY asked_at")
                .Rows(static row => new UserId(row.GetString(0))),
            cancellationToken);

    /// <summary>Deletes the record, unless the user was removed just now.</summary>
    public static Task<bool> ForgetAsync(SqliteDatabase database, UserId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteQuicklyAsync(
            connection => connection.Prepare(static command => command.CommandText = "DELETE FROM erasures WHERE user_id = @id AND asked_at <= @settled")
                .With("@id", id)
                .With("@settled", now - Settling)
                .Changes(),
            cancellationToken);

    /// <summary>Counts the records that are overdue, and returns for how long the oldest has been.</summary>
    public static Task<(long Backlog, TimeSpan Overdue)> CountAsync(SqliteDatabase database, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                using var row = connection.Prepare(static command => command.CommandText = "SELECT count(*), min(asked_at) FROM erasures WHERE asked_at <= @settled")
                    .With("@settled", now - Settling)
                    .ExecuteReader();
                row.Read();
                return (row.GetInt64(0), row.GetTimeOrNull(1) is { } oldest ? now - Settling - oldest : TimeSpan.Zero);
            },
            cancellationToken);

    private static readonly Comparer<byte[]> Order = Comparer<byte[]>.Create(static (one, other) => one.AsSpan().SequenceCompareTo(other));
}
