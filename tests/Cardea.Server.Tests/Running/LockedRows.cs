using Npgsql;

namespace Cardea.Server.Tests.Running;

/// <summary>Rows that somebody holds, until it is disposed of.</summary>
internal sealed class LockedRows : IAsyncDisposable
{
    private readonly PostgreSqlStore _store;
    private readonly NpgsqlDataSource _database;
    private NpgsqlConnection? _connection;

    private LockedRows(PostgreSqlStore store)
    {
        _store = store;
        _database = store.Cluster.Open(store.Name);
    }

    public static async Task<LockedRows> TakeAsync(PostgreSqlStore store, string statement)
    {
        var rows = new LockedRows(store);
        rows._connection = await rows._database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(rows._connection) { BatchCommands = { new("BEGIN"), new(statement) } };
        await batch.ExecuteNonQueryAsync();
        return rows;
    }

    /// <summary>Waits until somebody waits for them.</summary>
    public Task UntilWaitedForAsync() => Eventually.HoldsAsync(() => _store.Cluster.AskAsync(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')", _store.Name));

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }

        await _database.DisposeAsync();
    }
}
