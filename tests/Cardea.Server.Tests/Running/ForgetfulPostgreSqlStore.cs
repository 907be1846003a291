using System.Globalization;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Running;

/// <summary>
/// A database whose server writes asynchronous commits late. A crash loses them, and the server then hands out the same
/// transaction ids again.
/// </summary>
public sealed class ForgetfulPostgreSqlStore : PostgreSqlStore
{
    /// <summary>The id that the next transaction gets.</summary>
    public async Task<ulong> NextTransactionAsync() =>
        ulong.Parse(await AskAsync("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"), CultureInfo.InvariantCulture);

    /// <summary>The id of the transaction that ended a session.</summary>
    public async Task<ulong> TransactionOfRevocationAsync(string session) =>
        ulong.Parse(await AskAsync($"SELECT max(xid)::text FROM cardea.revocations WHERE session_id = '{session}'"), CultureInfo.InvariantCulture);

    /// <summary>How many bytes of the log a crash would lose now.</summary>
    public async Task<long> UnwrittenAsync() =>
        long.Parse(await AskAsync("SELECT (pg_current_wal_insert_lsn() - pg_current_wal_lsn())::text"), CultureInfo.InvariantCulture);

    protected override Task<PostgreSqlCluster> FindClusterAsync() => PostgreSqlCluster.StartAsync(isSynced: true, "wal_writer_delay=10s");

    protected override Task LeaveAsync() => Cluster.DisposeAsync().AsTask();

    private async Task<string> AskAsync(string question)
    {
        await using var opened = Cluster.Open(Name);
        await using var command = opened.CreateCommand(question);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
