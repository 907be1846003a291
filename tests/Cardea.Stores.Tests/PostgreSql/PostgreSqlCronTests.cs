using Cardea.Stores.Tests.Contract;
using Cardea.TestSupport;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>The database sweeps itself, by pg_cron.</summary>
public sealed class PostgreSqlCronTests : StoreTests<CronPostgreSqlTestDatabase>
{
    private const string Expired = "INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, interval '10 minutes', now() - interval '25 hours' FROM generate_series(1, 3000)";

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_has_expired_is_gone_when_the_job_has_run()
    {
        await Database.ExecuteAsync(Expired);
        await Database.ExecuteAsync(Guide.Quote("CREATE EXTENSION pg_cron"));

        await RunJobAsync();

        await AssertSweptAsync(Database.Name);
    }

    [Fact]
    public async Task A_job_in_another_database_sweeps_this_one()
    {
        await Database.Cluster.ExecuteAsync("postgres", $"CREATE DATABASE cardea OWNER {PostgreSqlCluster.User}");
        await using (var node = new Node(Database.Cluster.ConnectionString("cardea"), Options, TimeProvider.System))
        {
            await node.Schema.MigrateAsync(Stop);
        }

        await Database.Cluster.ExecuteAsync("cardea", Expired);
        await Database.ExecuteAsync("CREATE EXTENSION pg_cron");
        await Database.ExecuteAsync(Guide.Quote("cron.schedule_in_database"));

        await RunJobAsync();

        await AssertSweptAsync("cardea");
    }

    // A minute is the shortest that this version's schedules know; but a job can also be run when the server starts.
    private async Task RunJobAsync()
    {
        await Database.ExecuteAsync("SELECT cron.alter_job(jobid, schedule => '@reboot') FROM cron.job WHERE schedule = '*/10 * * * *'");
        await Database.Cluster.CrashAsync();
        await Database.Cluster.StartServerAsync();
    }

    private async Task AssertSweptAsync(string database)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        giveUp.CancelAfter(TooLong);
        await using var superuser = Database.Cluster.Open(database);
        long left;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, giveUp.Token);
            await using var command = superuser.CreateCommand("SELECT count(*) FROM cardea.revocations");
            left = Assert.IsType<long>(await command.ExecuteScalarAsync(giveUp.Token));
        }
        while (left > 0);
    }
}
