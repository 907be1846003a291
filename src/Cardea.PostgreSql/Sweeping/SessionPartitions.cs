using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sees to it that there is a partition for every session that may begin until the next sweep.</summary>
internal sealed class SessionPartitions(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock)
{
    public async Task AddMissingAsync(CancellationToken cancellationToken)
    {
        // Here, for those who sweep without Cardea's settings: pg_cron, and people.
        await RunAsync(
            () => new NpgsqlBatchCommand("UPDATE cardea.settings SET session_lifetime = @lifetime WHERE session_lifetime <> @lifetime")
                .With("@lifetime", options.SessionLifetime),
            cancellationToken);
        while (await RunAsync(AddNext, cancellationToken) is [true])
        {
        }
    }

    private NpgsqlBatchCommand AddNext() =>
        new NpgsqlBatchCommand($"SELECT cardea.add_session_partition({Moment.Now})").WithNow(clock);

    private Task<IReadOnlyList<bool>> RunAsync(Func<NpgsqlBatchCommand> statement, CancellationToken cancellationToken) =>
        database.RunAsync(database.Background, statement, static row => row.GetBoolean(0), cancellationToken);
}
