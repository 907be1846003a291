using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Which sessions are live, in SQL: not ended, not past the absolute end, and not idle for too long.</summary>
internal static class LiveSession
{
    public const string Condition = $"{IsNotOver} AND rotated_at > {Moment.Now} - @idle";

    /// <summary>The same, however long it has been idle.</summary>
    public const string IsNotOver = $"ended_at IS NULL AND cardea.session_end(id) > {Moment.Now}";

    /// <summary>Binds what <see cref="Condition"/> compares with.</summary>
    public static NpgsqlBatchCommand WithLife(this NpgsqlBatchCommand statement, TimeProvider clock, CardeaOptions options) =>
        statement.WithNow(clock).With("@idle", options.IdleTimeout);
}
