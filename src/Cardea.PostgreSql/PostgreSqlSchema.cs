using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Brings the schema <c>cardea</c> up to date.</summary>
internal sealed class PostgreSqlSchema(PostgreSqlDatabase database, MissingPartitions partitions) : ISchema
{
    // A user with more rights may have created the schema for this user. The user then needs no right to create one.
    private static readonly string[] Beginning =
    [
        "DO $$ BEGIN IF to_regnamespace('cardea') IS NULL THEN CREATE SCHEMA cardea; END IF; END $$",
        """
        CREATE TABLE cardea.migrations (
            version    integer     NOT NULL PRIMARY KEY,
            name       text        NOT NULL,
            hash       text        NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """,
        """
        CREATE TABLE cardea.functions (
            only_row   boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
            hash       text        NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """,
    ];

    // A migration may rewrite a table, and another process may be migrating.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // PostgreSQL refuses the database's own tablespace by name for tables with partitions.
    private const string OwnTablespace =
        """
        SELECT set_config('default_tablespace', '', true)
        FROM pg_database JOIN pg_tablespace ON pg_tablespace.oid = dattablespace
        WHERE datname = current_database() AND spcname = current_setting('default_tablespace')
        """;

    public string Location => database.Settings.Location;

    public string? DataDirectory => null;

    // Only the server can tell, so MigrateAsync checks the requirements first.
    public void Inspect()
    {
    }

    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) => RunAsync(
        async connection =>
        {
            await Requirements.CheckAsync(connection, database.Settings, cancellationToken);
            var applied = await Transaction.RunAsync(connection, ApplyMissingAsync, cancellationToken);
            await partitions.AddMissingAsync(cancellationToken);
            return applied;
        },
        cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken) => RunAsync(
        async connection => await Transaction.RunAsync(
            connection,
            async transaction => await CheckVersionAsync(transaction) is var version && version == SchemaFile.Migrations.Count
                ? version
                : throw new SetupException($"The schema cardea in {Location} has version {version}, and this program needs version {SchemaFile.Migrations.Count}: run 'cardea migrate', or set Cardea:MigrateAtStart to true."),
            cancellationToken),
        cancellationToken);

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return await work(connection);
        }
        catch (StoreUnavailableException exception) when (exception.InnerException is { } cause)
        {
            throw Refuse(cause);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException or ArgumentException)
        {
            throw Refuse(exception);
        }
    }

    private Exception Refuse(Exception cause)
    {
        var explanation = PostgreSqlFailure.Explain(cause, database.Settings);
        return PostgreSqlFailure.MayPass(cause) ? new StoreUnavailableException(explanation, cause) : new SetupException(explanation, cause);
    }

    /// <summary>Applies all missing migrations, or none.</summary>
    private async Task<IReadOnlyList<string>> ApplyMissingAsync(Transaction transaction)
    {
        // If many processes start at once, the lock lets one after the other find out what is missing.
        await transaction.RunTogetherAsync(
            ["SET LOCAL statement_timeout = 0", OwnTablespace, "SELECT pg_advisory_xact_lock(hashtextextended('cardea.migrate', 0))"], Patience);
        var version = await CheckVersionAsync(transaction);
        if (version == 0)
        {
            await transaction.RunTogetherAsync(Beginning, Patience);
        }

        var missing = SchemaFile.Migrations.Skip(version).ToArray();
        foreach (var migration in missing)
        {
            await transaction.RunTogetherAsync(migration.Statements, Patience);
            await transaction.RunAsync(
                new NpgsqlBatchCommand("INSERT INTO cardea.migrations (version, name, hash) VALUES (@version, @name, @hash)")
                    .With("@version", ++version)
                    .With("@name", migration.Name)
                    .With("@hash", migration.Hash));
        }

        await ReplaceFunctionsAsync(transaction, isChanged: missing.Length > 0);
        return [.. missing.Select(static migration => migration.Name)];
    }

    /// <summary>Creates the functions, procedures and views again, if their text or a table may have changed.</summary>
    private static async Task ReplaceFunctionsAsync(Transaction transaction, bool isChanged)
    {
        var known = await transaction.RunAsync(new NpgsqlBatchCommand("SELECT hash FROM cardea.functions"), static row => row.GetString(0));
        if (!isChanged && known is [var hash] && hash == SchemaFile.FunctionsHash)
        {
            return;
        }

        await transaction.RunTogetherAsync(SchemaFile.Functions.SelectMany(static function => function.Statements), Patience);
        await transaction.RunAsync(
            new NpgsqlBatchCommand(
                """
                INSERT INTO cardea.functions (hash) VALUES (@hash)
                ON CONFLICT (only_row) DO UPDATE SET hash = EXCLUDED.hash, applied_at = now()
                """)
                .With("@hash", SchemaFile.FunctionsHash));
    }

    /// <summary>Returns the version of the schema. It refuses a schema that this program can't continue from.</summary>
    private async Task<int> CheckVersionAsync(Transaction transaction)
    {
        var applied = await ReadAppliedAsync(transaction);
        if (applied is [.., var last] && last.Version > SchemaFile.Migrations.Count)
        {
            throw new SetupException(
                $"The schema cardea in {Location} has version {last.Version}, and this program knows versions up to {SchemaFile.Migrations.Count}: "
                + "start a newer Cardea, or restore the backup from before the update.");
        }

        foreach (var (version, name, hash) in applied)
        {
            if (hash != SchemaFile.Migrations[version - 1].Hash)
            {
                throw new SetupException(
                    $"The schema cardea in {Location} was made by another text of migration {name}: "
                    + "start the Cardea that made it, restore a backup that this one made, or lose its data by DROP SCHEMA cardea CASCADE and start again.");
            }
        }

        return applied.Count;
    }

    // A column that an older Cardea did not have is read as NULL.
    private static async Task<IReadOnlyList<(int Version, string Name, string? Hash)>> ReadAppliedAsync(Transaction transaction)
    {
        var begun = await transaction.RunAsync(
            new NpgsqlBatchCommand("SELECT to_regclass('cardea.migrations') IS NOT NULL"), static row => row.GetBoolean(0));
        return begun is [true]
            ? await transaction.RunAsync(
                new NpgsqlBatchCommand("SELECT version, name, to_jsonb(migrations) ->> 'hash' FROM cardea.migrations ORDER BY version"),
                static row => (row.GetInt32(0), row.GetString(1), row.GetText(2)))
            : [];
    }
}
