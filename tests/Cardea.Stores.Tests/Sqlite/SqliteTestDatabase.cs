using System.Data.Common;
using Cardea.Stores.Tests.Contract;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cardea.Stores.Tests.Sqlite;

/// <summary>A file in a directory of its own; in memory where the system has such a place, because syncing is not what is tested.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private const string SharedMemory = "/dev/shm";

    private readonly string _directory = Path.Combine(
        Directory.Exists(SharedMemory) ? SharedMemory : Path.GetTempPath(),
        $"cardea-{Path.GetRandomFileName()}");

    public string File => Path.Combine(_directory, "cardea.db");

    public override string ConnectionString => $"Data Source={File}";

    private string Copy => Path.Combine(_directory, "copy.db");

    public override Task CreateAsync() => Task.CompletedTask;

    public override Task SaveAsync() => CopyAsync(File, Copy);

    public override Task FallBackAsync() => CopyAsync(Copy, File);

    public override Task RefuseInsertsAsync(string table) =>
        DefineAsync($"CREATE TRIGGER refuse_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END");

    public override Task AllowInsertsAsync(string table) => DefineAsync($"DROP TRIGGER refuse_{table}");

    /// <summary>Runs a statement beside the nodes.</summary>
    public async Task ExecuteAsync(Action<DbCommand> sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        sql(command);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How SQLite would run a statement: a line for each table that it reads.</summary>
    public async Task<IReadOnlyList<string>> ExplainAsync(Action<SqliteCommand> sql)
    {
        await using var connection = (SqliteConnection)await OpenAsync();
        await using var command = connection.CreateCommand();
        sql(command);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, $"EXPLAIN QUERY PLAN {command.CommandText}", out var statement), connection.Handle);
        using (statement)
        {
            var lines = new List<string>();
            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            {
                lines.Add(raw.sqlite3_column_text(statement, 3).utf8_to_string());
            }

            return lines;
        }
    }

    private async Task DefineAsync(string sql)
    {
        await using var connection = (SqliteConnection)await OpenAsync();
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, sql), connection.Handle);
    }

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    protected override void WriteSelect(DbCommand command) => command.CommandText =
        "SELECT generation, parent, proved, recalls, rotated_at, auth_time FROM sessions WHERE id = @id";

    protected override object Bind(SessionId id) => id.ToByteArray();

    protected override DateTimeOffset ReadTime(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public override ValueTask DisposeAsync()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    // Not by File.Copy: it would drop the locks that this process holds on the file.
    private static async Task CopyAsync(string from, string to)
    {
        await using var source = new SqliteConnection($"Data Source={from};Pooling=False");
        await using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        await source.OpenAsync();
        await target.OpenAsync();
        source.BackupDatabase(target);
    }
}
