using Cardea.Tokens;
using Npgsql;
using NpgsqlTypes;

namespace Cardea.PostgreSql;

/// <summary>Binds and reads the domain's values.</summary>
internal static class StatementExtensions
{
    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand statement, string parameter, T value)
    {
        statement.Parameters.Add(new NpgsqlParameter<T>(parameter, value));
        return statement;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand statement, string parameter, string? value)
    {
        statement.Parameters.Add(new NpgsqlParameter(parameter, NpgsqlDbType.Text) { Value = value is null ? DBNull.Value : Storable(value) });
        return statement;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand statement, string parameter, SessionId id) =>
        statement.With(parameter, id.Value);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand statement, string parameter, UserId id) =>
        statement.With(parameter, id.Value);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand statement, string parameter, DateTimeOffset? time)
    {
        statement.Parameters.Add(new NpgsqlParameter(parameter, NpgsqlDbType.TimestampTz) { Value = time is { } value ? value.ToUniversalTime() : DBNull.Value });
        return statement;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand statement, string parameter, byte[]? bytes)
    {
        statement.Parameters.Add(new NpgsqlParameter(parameter, NpgsqlDbType.Bytea) { Value = bytes ?? (object)DBNull.Value });
        return statement;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand statement, string parameter, long? number)
    {
        statement.Parameters.Add(new NpgsqlParameter(parameter, NpgsqlDbType.Bigint) { Value = number ?? (object)DBNull.Value });
        return statement;
    }

    public static async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static byte[] GetBytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static string? GetText(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static SessionId GetSessionId(this NpgsqlDataReader row, int column) => new(row.GetGuid(column));

    public static DateTimeOffset GetTime(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? GetTimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTime(column);

    // Clients may send any text. PostgreSQL can't store NUL, and UTF-8 has no half surrogate pairs, so both are replaced.
    private static string Storable(string text) =>
        text.Contains('\0', StringComparison.Ordinal) || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? string.Concat(text.EnumerateRunes().Select(static rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()))
            : text;
}
