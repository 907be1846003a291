using Cardea.TestSupport;

namespace Cardea.Server.Tests.Running;

/// <summary>A database on a server of its own, which syncs what it commits: a test may stop it as it likes.</summary>
public sealed class LonelyPostgreSqlStore : PostgreSqlStore
{
    protected override Task<PostgreSqlCluster> FindClusterAsync() => PostgreSqlCluster.StartAsync(isSynced: true);

    protected override Task LeaveAsync() => Cluster.DisposeAsync().AsTask();
}
