using Cardea.Statistics;

namespace Cardea.Sqlite;

/// <summary>Statistics in SQLite.</summary>
internal sealed class SqliteStatisticsStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IStatisticsStore
{
    // The commit is not synced: a power failure may undo it, and only a few seconds of statistics are lost.
    public Task WriteAsync(IReadOnlyList<StatisticsRow> rows, CancellationToken cancellationToken) =>
        database.WriteQuicklyAsync(
            connection => rows.Sum(row => connection.Prepare(static command => command.CommandText =
                """
                INSERT INTO statistics (node, minute, figures, expires_at) VALUES (@node, @minute, @figures, @expires_at)
                ON CONFLICT (minute, node) DO UPDATE SET figures = excluded.figures
                """)
                .With("@node", row.Node.ToByteArray(bigEndian: true))
                .With("@minute", row.Minute)
                .With("@figures", row.Figures)
                .With("@expires_at", row.ExpiresAt)
                .ExecuteNonQuery()),
            cancellationToken);

    public Task<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText = "SELECT node, minute, figures FROM statistics WHERE minute >= @from ORDER BY minute")
                .With("@from", from)
                .Rows(static row => new StatisticsRow(new(row.GetBytes(0), bigEndian: true), row.GetTime(1), row.GetString(2))),
            cancellationToken);

    public Task<StoreTotals> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Prepare(static command => command.CommandText =
                $"SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM sessions WHERE {LiveSession.Condition})")
                .WithLife(clock.GetUtcNow(), options)
                .Row(static row => new StoreTotals(row.GetInt64(0), row.GetInt64(1)))!,
            cancellationToken);
}
