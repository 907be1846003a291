using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>A rule that keeps a table small.</summary>
/// <param name="Table">The table.</param>
/// <param name="Batch">
/// Removes up to <see cref="BatchSize"/> rows that have expired by <c>@now</c>. Sessions expire by id up to <c>@expired</c>,
/// events by <c>@retention</c>.
/// </param>
/// <param name="Backlog">Counts the expired rows, up to 10,000, and finds the end of the oldest.</param>
internal sealed record SweepRule(string Table, Action<SqliteCommand> Batch, Action<SqliteCommand> Backlog)
{
    public const int BatchSize = 1000;

    public int Remove(PreparedConnection connection, DateTimeOffset now, CardeaOptions options) => Bind(connection.Prepare(Batch), now, options).ExecuteNonQuery();

    public (long Backlog, TimeSpan Overdue) Count(PreparedConnection connection, DateTimeOffset now, CardeaOptions options)
    {
        using var row = Bind(connection.Prepare(Backlog), now, options).ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.IsDBNull(1) ? TimeSpan.Zero : now - End(row));
    }

    // A session's end is in its id.
    private static DateTimeOffset End(SqliteDataReader row) =>
        row.GetFieldType(1) == typeof(byte[]) ? row.GetSessionId(1).AbsoluteEnd : row.GetTime(1);

    private static SqliteCommand Bind(SqliteCommand statement, DateTimeOffset now, CardeaOptions options) =>
        statement.With("@now", now).With("@expired", LiveSession.LastExpired(now)).With("@retention", (long)options.EventRetention.TotalMilliseconds);
}
