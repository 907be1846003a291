using Cardea.Stores.Tests.Contract;
using Cardea.Testing;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>The database sweeps itself, by pg_cron.</summary>
public sealed class PostgreSqlCronTests : StoreTests<CronPostgreSqlTestDatabase>
{
    // As in docs/guides/sweeping.md.
    private const string Schedule = "SELECT cron.schedule('cardea', '* * * * *', 'SELECT cardea.sweep()')";
    private const string ScheduleElsewhere = "SELECT cron.schedule_in_database('cardea', '* * * * *', 'SELECT cardea.sweep()', 'id', 'cardea')";

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_has_expired_is_gone_when_the_job_has_run()
    {
        await AddExpiredAsync();
        await Database.ExecuteAsync("CREATE EXTENSION pg_cron");
        await Database.ExecuteAsync("GRANT USAGE ON SCHEMA cron TO cardea");
        await Database.ExecuteAsync($"SET ROLE cardea; {Schedule}");

        // Minutes are the shortest that its schedules know. This one runs when the server starts.
        await Database.ExecuteAsync("SELECT cron.alter_job(jobid, schedule => '@reboot') FROM cron.job");
        await RestartAsync();

        await AssertSweptAsync(Database.Name);
    }

    [Fact]
    public async Task A_job_in_another_database_sweeps_this_one()
    {
        await Database.ExecuteAsync("CREATE EXTENSION pg_cron");
        await Database.Cluster.ExecuteAsync("postgres", $"CREATE DATABASE id OWNER {PostgreSqlCluster.User}");
        await using (var node = new Node(Database.Cluster.ConnectionString("id"), Options, TimeProvider.System))
        {
            await node.Schema.MigrateAsync(Stop);
        }

        await Database.Cluster.ExecuteAsync("id", Expired);
        await Database.ExecuteAsync(ScheduleElsewhere);
        await Database.ExecuteAsync("SELECT cron.alter_job(jobid, schedule => '@reboot') FROM cron.job");
        await RestartAsync();

        await AssertSweptAsync("id");
    }

    private const string Expired = "INSERT INTO cardea.revocations SELECT gen_random_uuid(), 1, now() FROM generate_series(1, 10)";

    private Task AddExpiredAsync() => Database.ExecuteAsync(Expired);

    private async Task RestartAsync()
    {
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
