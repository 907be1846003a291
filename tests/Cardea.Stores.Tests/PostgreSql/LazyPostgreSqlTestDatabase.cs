using Cardea.TestSupport;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>A database without tables on a server of its own, which puts off for long what nobody waits for.</summary>
public sealed class LazyPostgreSqlTestDatabase : PostgreSqlTestDatabase
{
    protected override string Origin => "template1";

    protected override Task<PostgreSqlCluster> FindClusterAsync() =>
        PostgreSqlCluster.StartAsync(isSynced: true, "wal_writer_delay=10s", "autovacuum=off");

    protected override Task LeaveAsync() => Cluster.DisposeAsync().AsTask();
}
