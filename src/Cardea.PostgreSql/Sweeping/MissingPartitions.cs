using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Adds the partitions that sessions and events need until the next sweep.</summary>
internal sealed class MissingPartitions(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock)
{
    private static readonly string[] Functions = ["add_session_partition", "add_event_partition"];

    // One step of adding a partition reads all rows of the default partition, while others read and write. It may take long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task AddMissingAsync(CancellationToken cancellationToken)
    {
        // pg_cron and people sweep without Cardea's settings, so the database keeps the two that a sweep needs.
        await database.RunAsync(
            database.Background,
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
            while (await AddNextAsync(function, cancellationToken))
            {
            }
        }
    }

    private Task<bool> AddNextAsync(string function, CancellationToken cancellationToken) =>
        database.RunTogetherAsync(
            database.Background,

            // The statements are one transaction, so the first one lifts the limit for the second one only. That also works
            // behind a pooler.
            () =>
            [
                new("SELECT set_config('statement_timeout', '0', true)"),
                new NpgsqlBatchCommand($"SELECT cardea.{function}({Moment.Now})").WithNow(clock),
            ],
            static async (results, deadline) => await results.NextResultAsync(deadline) && await results.ReadAsync(deadline) && results.GetBoolean(0),
            cancellationToken,
            Patience);
}
