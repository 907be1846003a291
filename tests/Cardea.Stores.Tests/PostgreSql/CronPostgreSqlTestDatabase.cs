using Cardea.TestSupport;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A database on a server of its own, with pg_cron.</summary>
public sealed class CronPostgreSqlTestDatabase : PostgreSqlTestDatabase
{
    protected override string Origin => "template1";

    public override Task CreateAsync()
    {
        Assert.SkipUnless(PostgreSqlPrograms.Have("pg_cron") || Environment.GetEnvironmentVariable("CI") == "true", "There is no pg_cron here.");
        return base.CreateAsync();
    }

    // It connects to the server by itself, as the user whose job it is: over the socket, without a password.
    protected override Task<PostgreSqlCluster> FindClusterAsync() =>
        PostgreSqlCluster.StartAsync(settings: ["shared_preload_libraries=pg_cron", $"cron.database_name={Name}", "cron.use_background_workers=on"]);

    protected override Task LeaveAsync() => Cluster.DisposeAsync().AsTask();
}
