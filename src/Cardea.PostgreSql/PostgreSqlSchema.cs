using System.Data;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Brings the schema <c>cardea</c> up to date.</summary>
internal sealed class PostgreSqlSchema(PostgreSqlDatabase database, MissingPartitions partitions) : ISchema
{
    // Someone with more rights may have made the schema for this user: then that is all it takes.
    private static readonly string[] Beginning =
    [
        "DO $$ BEGIN IF to_regnamespace('cardea') IS NULL THEN CREATE SCHEMA cardea; END IF; END $$",
        """
        CREATE TABLE cardea.migrations (
            version    integer     NOT NULL PRIMARY KEY,
            name       text        NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """,
    ];

    public string Location => database.Settings.Location;

    public string? DataDirectory => null;

    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var applied = await ApplyMissingAsync(connection, cancellationToken);
            await partitions.AddMissingAsync(cancellationToken);
            return applied;
        }
        catch (StoreUnavailableException exception) when (exception.InnerException is { } cause)
        {
            throw new SetupException(PostgreSqlFailure.Explain(cause, database.Settings), exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            throw new SetupException(PostgreSqlFailure.Explain(exception, database.Settings), exception);
        }
    }

    /// <summary>Applies the migrations that are missing, all or none.</summary>
    private async Task<IReadOnlyList<string>> ApplyMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

        // Of many processes that start at once, the lock lets one after the other find out what is missing.
        await ExecuteAsync(
            connection,
            ["SET LOCAL statement_timeout = 0", "SELECT pg_advisory_xact_lock(hashtextextended('cardea.migrate', 0))"],
            cancellationToken);
        var version = await ReadVersionAsync(connection, cancellationToken);
        if (version > Migration.All.Count)
        {
            throw new SetupException(
                $"The schema cardea in {Location} has version {version}, and this program knows versions up to {Migration.All.Count}: "
                + "start a newer Cardea, or restore the backup from before the update.");
        }

        if (version == 0)
        {
            await ExecuteAsync(connection, Beginning, cancellationToken);
        }

        var missing = Migration.All.Skip(version).ToArray();
        foreach (var migration in missing)
        {
            await ExecuteAsync(connection, migration.Statements, cancellationToken);
            await connection.RunAsync(
                new NpgsqlBatchCommand("INSERT INTO cardea.migrations (version, name) VALUES (@version, @name)")
                    .With("@version", migration.Version)
                    .With("@name", migration.Name),
                static _ => 0,
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. missing.Select(static migration => migration.Name)];
    }

    private static async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var begun = await connection.RunAsync(
            new NpgsqlBatchCommand("SELECT to_regclass('cardea.migrations') IS NOT NULL"), static row => row.GetBoolean(0), cancellationToken);
        return begun is [true]
            ? (await connection.RunAsync(
                new NpgsqlBatchCommand("SELECT max(version) FROM cardea.migrations"), static row => row.GetInt32(0), cancellationToken))[0]
            : 0;
    }

    // Longer than elsewhere: a migration may rewrite a table, and another process may be at it.
    private static async Task ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 600 };
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new(statement));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
