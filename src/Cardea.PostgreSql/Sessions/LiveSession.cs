using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>The SQL condition for live sessions: not ended, before the absolute end, and not idle for too long.</summary>
internal static class LiveSession
{
    public const string Condition = $"{IsNotOver} AND rotated_at > {Moment.Now} - @idle";

    /// <summary>The same condition, but any idle time is allowed.</summary>
    public const string IsNotOver = $"ended_at IS NULL AND cardea.session_end(id) > {Moment.Now}";

    /// <summary>Binds the parameters of <see cref="Condition"/>.</summary>
    public static NpgsqlBatchCommand WithLife(this NpgsqlBatchCommand statement, TimeProvider clock, CardeaOptions options) =>
        statement.WithNow(clock).With("@idle", options.IdleTimeout);
}
