using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cardea.Sqlite;

/// <summary>Creates the database file, and brings its tables up to date.</summary>
internal sealed class SqliteSchema(SqliteDatabase database) : ISchema
{
    // "Card" in the file's header identifies Cardea's files.
    private const int ApplicationId = 0x43617264;

    private const string History =
        "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL) STRICT";

    private readonly DatabaseFile _file = database.File;

    public string Location => _file.Path;

    public string? DataDirectory => Path.GetDirectoryName(_file.Path);

    public void Inspect()
    {
        try
        {
            if (FileInspection.FindObstacle(Location, ApplicationId) is { } obstacle)
            {
                throw new SetupException($"The database {Location} {obstacle}: point ConnectionStrings:Cardea at a file of Cardea's own, or restore it from a backup if it was one.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                $"The database {Location} cannot be read: let this user read and write it, or point ConnectionStrings:Cardea at another one.", exception);
        }
    }

    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        Inspect();
        try
        {
            _file.Make();
            using var connection = new SqliteConnection(_file.ConnectionString);
            await connection.OpenAsync(cancellationToken);

            // If many processes start at once, the lock lets one after the other find out what is missing.
            await ExecuteAsync(connection, "BEGIN IMMEDIATE", cancellationToken);
            var missing = Migration.All.Skip(ReadVersion(connection)).ToArray();
            if (missing.Length > 0)
            {
                await ExecuteAsync(connection, History, cancellationToken);
            }

            foreach (var migration in missing)
            {
                await ExecuteAsync(connection, migration.Sql, cancellationToken);
                await ExecuteAsync(
                    connection,
                    $"INSERT OR REPLACE INTO migrations VALUES ({migration.Version}, '{migration.Name}', '{migration.Hash}'); "
                    + $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {migration.Version}",
                    cancellationToken);
            }

            await ExecuteAsync(connection, "COMMIT", cancellationToken);
            _file.Restrict();
            await UseWriteAheadLogAsync(connection, cancellationToken);
            return [.. missing.Select(static migration => migration.Name)];
        }
        catch (SqliteException exception) when (SqliteFailure.Reason(exception) is { } reason)
        {
            throw new SetupException($"The database {Location} {reason}: {SqliteFailure.Fix(exception)}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                $"The database {Location} cannot be made: let this user write to its directory, or point ConnectionStrings:Cardea at another one.",
                exception);
        }
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        Inspect();
        var version = 0;
        if (File.Exists(Location))
        {
            using var connection = new SqliteConnection(_file.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            version = ReadVersion(connection);
        }

        if (version != Migration.All.Count)
        {
            throw new SetupException(
                $"The database {Location} has version {version}, and this program needs version {Migration.All.Count}: run 'cardea migrate', or set Cardea:MigrateAtStart to true.");
        }
    }

    /// <summary>Returns the version of the file's schema; 0 if the file is empty.</summary>
    private int ReadVersion(SqliteConnection connection)
    {
        var owner = Read(connection, static command => command.CommandText = "PRAGMA application_id");
        var tables = Read(connection, static command => command.CommandText = "SELECT count(*) FROM sqlite_schema");
        if (owner != ApplicationId && (owner != 0 || tables != 0))
        {
            throw new SetupException($"The database {Location} belongs to another program: point ConnectionStrings:Cardea at a file of Cardea's own.");
        }

        var version = Read(connection, static command => command.CommandText = "PRAGMA user_version");
        if (version > Migration.All.Count)
        {
            throw new SetupException(
                $"The database {Location} has version {version}, and this program knows versions up to {Migration.All.Count}: "
                + "start a newer Cardea, or restore the backup from before the update.");
        }

        CheckHistory(connection, (int)version);
        return (int)version;
    }

    /// <summary>Refuses a file that was created by migrations with another text.</summary>
    private void CheckHistory(SqliteConnection connection, int version)
    {
        var hashes = new Dictionary<int, string>();
        if (Read(connection, static command => command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE name = 'migrations'") > 0)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT version, hash FROM migrations";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                hashes.Add(rows.GetInt32(0), rows.GetString(1));
            }
        }

        if (Migration.All.Take(version).FirstOrDefault(migration => hashes.GetValueOrDefault(migration.Version) != migration.Hash) is { } other)
        {
            throw new SetupException(
                $"The database {Location} was made by another text of migration {other.Name}: "
                + "start the Cardea that made it, restore a backup that this one made, or lose its data by removing the file and start again.");
        }
    }

    private async Task UseWriteAheadLogAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "PRAGMA journal_mode = WAL", cancellationToken);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        if (await command.ExecuteScalarAsync(cancellationToken) is not "wal")
        {
            throw new SetupException($"The database {Location} is on a file system without shared memory, such as a network share: put it on a local disk.");
        }
    }

    // Waits for other processes without sleeping on this thread, as a command would.
    private async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        var called = TimeProvider.System.GetTimestamp();
        int result;
        while (SqliteFailure.IsBusy(result = raw.sqlite3_exec(connection.Handle, sql))
            && TimeProvider.System.GetElapsedTime(called) < _file.Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }

        SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }

    private static long Read(SqliteConnection connection, Action<SqliteCommand> sql)
    {
        using var command = connection.CreateCommand();
        sql(command);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
