using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sees to it that there is a partition for every session that may begin, and every event that may happen, until the next sweep.</summary>
internal sealed class MissingPartitions(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock)
{
    private static readonly string[] Functions = ["add_session_partition", "add_event_partition"];

    public async Task AddMissingAsync(CancellationToken cancellationToken)
    {
        // Here, for those who sweep without Cardea's settings: pg_cron, and people.
        await RunAsync(
            () => new NpgsqlBatchCommand(
                """
                UPDATE cardea.settings SET session_lifetime = @lifetime, event_retention = @retention
                WHERE session_lifetime <> @lifetime OR event_retention <> @retention
                """)
                .With("@lifetime", options.SessionLifetime)
                .With("@retention", options.EventRetention),
            cancellationToken);
        foreach (var function in Functions)
        {
            while (await RunAsync(() => AddNext(function), cancellationToken) is [true])
            {
            }
        }
    }

    private NpgsqlBatchCommand AddNext(string function) =>
        new NpgsqlBatchCommand($"SELECT cardea.{function}({Moment.Now})").WithNow(clock);

    private Task<IReadOnlyList<bool>> RunAsync(Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken) =>
        database.RunAsync(database.Background, statement, static row => row.GetBoolean(0), cancellationToken);
}
