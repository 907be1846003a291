using Cardea.TestSupport;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A database without tables on a server of its own, which syncs what it commits: a test may stop it as it likes.</summary>
public sealed class LonelyPostgreSqlTestDatabase : PostgreSqlTestDatabase
{
    protected override string Origin => "template1";

    protected override async Task<PostgreSqlCluster> FindClusterAsync()
    {
        var cluster = await PostgreSqlCluster.StartAsync(isSynced: true);
        await cluster.ExecuteAsync("postgres", "ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()");
        return cluster;
    }

    protected override Task LeaveAsync() => Cluster.DisposeAsync().AsTask();
}
