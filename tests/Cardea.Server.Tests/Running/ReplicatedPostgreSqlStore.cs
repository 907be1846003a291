using Cardea.TestSupport;

namespace Cardea.Server.Tests.Running;

/// <summary>A database on a primary with an asynchronous standby; servers are told of both.</summary>
public sealed class ReplicatedPostgreSqlStore : PostgreSqlStore
{
    public PostgreSqlCluster Standby { get; private set; } = null!;

    public override string ConnectionString =>
        $"Host=127.0.0.1:{Cluster.Port},127.0.0.1:{Standby.Port};Username={PostgreSqlCluster.User};Password={PostgreSqlCluster.Password};Database={Name};Target Session Attributes=primary";

    public override async Task CreateAsync()
    {
        await base.CreateAsync();
        Standby = await Cluster.StartStandbyAsync();
    }

    /// <summary>From now on, what is answered as durable is on the standby too.</summary>
    public async Task MakeSynchronousAsync()
    {
        await Cluster.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'", "SELECT pg_reload_conf()");
        await Eventually.HoldsAsync(() => Cluster.AskAsync("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')"));
    }

    /// <summary>Waits until the standby has what the primary has now.</summary>
    public Task UntilReplicatedAsync() => Eventually.HoldsAsync(() => Cluster.AskAsync(
        "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_insert_lsn())"));

    /// <summary>The primary is lost, and the standby takes its place.</summary>
    public async Task FailOverAsync()
    {
        await Cluster.CrashAsync();
        await Standby.PromoteAsync();
    }

    protected override Task<PostgreSqlCluster> FindClusterAsync() => PostgreSqlCluster.StartAsync(isSynced: true);

    protected override async Task LeaveAsync()
    {
        if (Standby is not null)
        {
            await Standby.DisposeAsync();
        }

        await Cluster.DisposeAsync();
    }
}
