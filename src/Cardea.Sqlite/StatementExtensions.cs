using Cardea.Tokens;
using Microsoft.Data.Sqlite;

namespace Cardea.Sqlite;

/// <summary>Binds and reads the domain's values: ids as 16 bytes in network order, times as Unix milliseconds, durations as milliseconds.</summary>
internal static class StatementExtensions
{
    public static SqliteCommand With(this SqliteCommand statement, string parameter, object? value)
    {
        var stored = value ?? DBNull.Value;
        var index = statement.Parameters.IndexOf(parameter);
        if (index < 0)
        {
            statement.Parameters.AddWithValue(parameter, stored);
        }
        else
        {
            statement.Parameters[index].Value = stored;
        }

        return statement;
    }

    public static SqliteCommand With(this SqliteCommand statement, string parameter, SessionId id) =>
        statement.With(parameter, id.ToByteArray());

    public static SqliteCommand With(this SqliteCommand statement, string parameter, UserId id) =>
        statement.With(parameter, id.Value);

    public static SqliteCommand With(this SqliteCommand statement, string parameter, DateTimeOffset? time) =>
        statement.With(parameter, (object?)time?.ToUnixTimeMilliseconds());

    public static SqliteCommand With(this SqliteCommand statement, string parameter, TimeSpan duration) =>
        statement.With(parameter, (object?)(long)Math.Ceiling(duration.TotalMilliseconds));

    /// <summary>True if the statement changed a row.</summary>
    public static bool Changes(this SqliteCommand statement) => statement.ExecuteNonQuery() > 0;

    public static IReadOnlyList<T> Rows<T>(this SqliteCommand statement, Func<SqliteDataReader, T> read)
    {
        var rows = new List<T>();
        using var reader = statement.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Returns the row, or <see langword="null"/> if there is none.</summary>
    public static T? Row<T>(this SqliteCommand statement, Func<SqliteDataReader, T> read)
        where T : class
    {
        using var reader = statement.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    public static byte[] GetBytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static string? GetText(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static SessionId GetSessionId(this SqliteDataReader row, int column) => SessionId.Read(row.GetBytes(column));

    public static DateTimeOffset GetTime(this SqliteDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static TimeSpan GetDuration(this SqliteDataReader row, int column) => TimeSpan.FromMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? GetTimeOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetTime(column);
}
