using System.Globalization;
using Cardea.TestSupport;

namespace Cardea.Load;

/// <summary>A PostgreSQL server of its own with the durability it has by default; a database for each who asks.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly PostgreSqlCluster _cluster;
    private readonly int _process;

    private Database(PostgreSqlCluster cluster, int process)
    {
        _cluster = cluster;
        _process = process;
    }

    /// <summary>Processor time of the server and all its connections.</summary>
    public TimeSpan Processor => Load.Processor.OfFamily(_process);

    public static async Task<Database> StartAsync()
    {
        var cluster = await PostgreSqlCluster.StartAsync(isSynced: true);
        return new(cluster, int.Parse(await ReadAsync(cluster, "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)"), CultureInfo.InvariantCulture));
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How to reach it, over TCP as in production.</returns>
    public async Task<string> CreateAsync(string name)
    {
        await _cluster.ExecuteAsync("postgres", $"CREATE DATABASE {name} OWNER {PostgreSqlCluster.User}");
        return $"Host=127.0.0.1;Port={_cluster.Port};Username={PostgreSqlCluster.User};Password={PostgreSqlCluster.Password};Database={name};SSL Mode=Disable";
    }

    /// <summary>Writes out what is in memory, so that the log of what follows begins with it.</summary>
    public Task CheckpointAsync() => _cluster.ExecuteAsync("postgres", "CHECKPOINT");

    /// <summary>Bytes of write-ahead log since the server was made.</summary>
    public async Task<long> ReadLogPositionAsync() =>
        long.Parse(await ReadAsync(_cluster, "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint::text"), CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static async Task<string> ReadAsync(PostgreSqlCluster cluster, string query)
    {
        await using var opened = cluster.Open("postgres");
        await using var command = opened.CreateCommand(query);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
