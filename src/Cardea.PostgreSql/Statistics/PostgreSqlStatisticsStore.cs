using Cardea.Statistics;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Statistics in PostgreSQL.</summary>
internal sealed class PostgreSqlStatisticsStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IStatisticsStore
{
    // The count reads millions of rows.
    private static readonly TimeSpan CountPatience = TimeSpan.FromSeconds(10);

    public Task WriteAsync(IReadOnlyList<StatisticsRow> rows, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand(
                $"""
                INSERT INTO cardea.statistics (node, minute, figures, expires_at)
                SELECT node, minute, figures, expires_at FROM unnest(@nodes, @minutes, @figures, @expiries) AS given (node, minute, figures, expires_at)
                ON CONFLICT (minute, node) DO UPDATE SET figures = EXCLUDED.figures
                RETURNING {QuickCommit.Setting}
                """)
                .With("@nodes", rows.Select(static row => row.Node).ToArray())
                .With("@minutes", rows.Select(static row => row.Minute.UtcDateTime).ToArray())
                .With("@figures", rows.Select(static row => row.Figures).ToArray())
                .With("@expiries", rows.Select(static row => row.ExpiresAt.UtcDateTime).ToArray()),
            cancellationToken);

    public Task<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand("SELECT node, minute, figures FROM cardea.statistics WHERE minute >= @from ORDER BY minute").With("@from", from),
            static row => new StatisticsRow(row.GetGuid(0), row.GetTime(1), row.GetString(2)),
            cancellationToken);

    // The bound of the id leaves the partitions of expired sessions out.
    public async Task<StoreTotals> CountAsync(CancellationToken cancellationToken) =>
        (await database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand(
                $"""
                SELECT (SELECT count(*) FROM cardea.users),
                    (SELECT count(*) FROM cardea.sessions
                     WHERE ended_at IS NULL AND id >= cardea.session_floor({Moment.Now}) AND rotated_at > {Moment.Now} - @idle)
                """)
                .WithLife(clock, options),
            static row => new StoreTotals(row.GetInt64(0), row.GetInt64(1)),
            cancellationToken,
            CountPatience))[0];
}
