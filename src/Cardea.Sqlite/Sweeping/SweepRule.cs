using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>What keeps a table small.</summary>
/// <param name="Table">The table.</param>
/// <param name="Batch">Removes up to <see cref="BatchSize"/> rows that have expired by <c>@now</c>, or by id up to <c>@expired</c>.</param>
/// <param name="Backlog">Counts all of them.</param>
internal sealed record SweepRule(string Table, Action<SqliteCommand> Batch, Action<SqliteCommand> Backlog)
{
    public const int BatchSize = 1000;

    public int Remove(PreparedConnection connection, DateTimeOffset now) => Bind(connection.Prepare(Batch), now).ExecuteNonQuery();

    public long Count(PreparedConnection connection, DateTimeOffset now) =>
        Convert.ToInt64(Bind(connection.Prepare(Backlog), now).ExecuteScalar(), CultureInfo.InvariantCulture);

    private static SqliteCommand Bind(SqliteCommand statement, DateTimeOffset now) =>
        statement.With("@now", now).With("@expired", LiveSession.LastExpired(now));
}
