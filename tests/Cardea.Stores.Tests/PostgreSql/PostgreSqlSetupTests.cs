using System.Net;
using System.Net.Sockets;
using Cardea.Stores.Tests.Contract;
using Cardea.TestSupport;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Whatever is set up wrong is said in one line that names it and the fix, and holds no secret.</summary>
public sealed class PostgreSqlSetupTests : StoreTests<EmptyPostgreSqlTestDatabase>
{
    private const string Secret = "correct-horse-battery";

    [Theory]
    [InlineData("nonsense", "not a connection string")]
    [InlineData($"Host=localhost;Password={Secret};Colour=blue", "'colour'")]
    [InlineData($"Host=localhost;Password={Secret};Port=many", "'port'")]
    [InlineData($"Host=localhost;Password={Secret};SSL Mode=sometimes", "'ssl mode'")]
    [InlineData($"Username=cardea;Password={Secret}", "no host")]
    [InlineData($"Host=localhost;Password={Secret};Maximum Pool Size=3", "at least 4")]
    [InlineData($"Host=localhost;Password={Secret};Port=99999", "between 1 and 65535")]
    [InlineData($"Host=localhost;Password={Secret};Target Session Attributes=standby", "use 'primary'")]
    [InlineData($"postgres://cardea:{Secret}@one,two/cardea?target_session_attrs=read-only", "use 'primary'")]
    [InlineData($"postgres://cardea:{Secret}@localhost/cardea?schema=public", "'schema'")]
    [InlineData($"postgres://cardea:{Secret}@localhost/cardea?sslmode=sometimes", "'SSL Mode'")]
    [InlineData($"postgres://cardea:{Secret}@localhost:many/cardea", "'Port'")]
    public void A_connection_string_that_is_wrong_is_refused_by_what_is_wrong(string connectionString, string named)
    {
        var failure = Assert.Throws<SetupException>(() => new Node(connectionString, Options, Clock).Schema);

        AssertSaid(failure, named);
    }

    [Theory]
    [InlineData("Host=db.example.org;Database=cardea", "db.example.org:5432/cardea")]
    [InlineData("Host=/run/postgresql;Database=cardea", "/run/postgresql/cardea")]
    [InlineData($"postgres://cardea:{Secret}@db.example.org/cardea", "db.example.org:5432/cardea")]
    [InlineData($"postgresql://cardea:{Secret}@db.example.org:6432/car%20dea?sslmode=verify-full&application_name=id", "db.example.org:6432/car dea")]
    [InlineData("postgres://cardea@[::1]:6432/cardea", "[::1]:6432/cardea")]
    [InlineData("postgres://cardea@one:1,two:2/cardea?target_session_attrs=read-write", "one:1,two:2/cardea")]
    [InlineData("postgres:///cardea?host=/run/postgresql&port=6432", "/run/postgresql/cardea")]
    public async Task Both_forms_say_where_the_database_is(string connectionString, string location)
    {
        await using var node = new Node(connectionString, Options, Clock);

        Assert.Equal(location, node.Schema.Location);
    }

    [Fact]
    public async Task A_URL_opens_the_database_with_TLS_and_an_encoded_password()
    {
        var cluster = Database.Cluster;
        var password = Uri.EscapeDataString(PostgreSqlCluster.Password);
        var (name, options) = (Database.Name, $"sslmode=verify-full&sslrootcert={Uri.EscapeDataString(cluster.CertificateFile)}&application_name=by%20url");
        await using var node = new Node($"postgres://{PostgreSqlCluster.User}:{password}@localhost:{cluster.Port}/{name}?{options}", Options, Clock);

        Assert.Empty(await node.Sessions.ListAsync(Alice, Stop));

        await using var command = Database.Superuser.CreateCommand("SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'by url'");
        Assert.Equal(true, await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_is_refused()
    {
        var cluster = Database.Cluster;
        await AssertRefusedAsync(
            $"Host=localhost;Port={cluster.Port};Username={PostgreSqlCluster.User};Password={Secret};Database={Database.Name};SSL Mode=VerifyFull", "TLS");
    }

    [Fact]
    public Task A_wrong_password_is_said() =>
        AssertRefusedAsync($"Host=127.0.0.1;Port={Database.Cluster.Port};Username={PostgreSqlCluster.User};Password={Secret};Database={Database.Name}", "does not let the user 'cardea' in");

    [Fact]
    public Task A_missing_database_is_said() =>
        AssertRefusedAsync(Database.Cluster.ConnectionString("nowhere"), "CREATE DATABASE \"nowhere\"");

    [Fact]
    public async Task A_host_where_nothing_answers_is_said()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        // It may be on its way.
        await using var node = new Node($"Host=127.0.0.1;Port={port};Username=cardea;Password={Secret}", Options, Clock);
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => node.Schema.MigrateAsync(Stop));
        Assert.Contains($"No PostgreSQL answers at 127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read-write")]
    [InlineData("primary")]
    [InlineData("any")]
    public async Task One_host_may_be_asked_to_take_writes(string target)
    {
        await using var node = new Node($"{Database.ConnectionString};Target Session Attributes={target}", Options, Clock);

        Assert.Empty(await node.Sessions.ListAsync(Alice, Stop));
    }

    [Theory]
    [InlineData("standard_conforming_strings", "off", "RESET standard_conforming_strings")]
    [InlineData("search_path", "public, pg_catalog", "RESET search_path")]
    [InlineData("session_replication_role", "replica", "RESET session_replication_role")]
    public async Task A_setting_that_would_change_what_statements_mean_is_refused(string parameter, string value, string named)
    {
        await using var database = await CreateAsync($"SET {parameter} = {value}");

        await AssertRefusedAsync(database.ConnectionString, named);

        Assert.False(await database.Cluster.AskAsync("SELECT to_regnamespace('cardea') IS NOT NULL", database.Name));
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("SQL_ASCII")]
    public async Task Another_encoding_is_refused(string encoding)
    {
        var name = $"encoded_{Guid.NewGuid():N}";
        await Database.Cluster.ExecuteAsync("postgres", $"CREATE DATABASE {name} OWNER {PostgreSqlCluster.User} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");

        await AssertRefusedAsync(Database.Cluster.ConnectionString(name), $"has the encoding {encoding}");

        await Database.Cluster.ExecuteAsync("postgres", $"DROP DATABASE {name} WITH (FORCE)");
    }

    // PostgreSQL refuses tables with partitions in the database's own tablespace where it is named.
    [Theory]
    [InlineData("SET default_tablespace = pg_default")]
    [InlineData("SET default_tablespace = nowhere")]
    [InlineData("SET search_path = nowhere")]
    [InlineData("SET timezone = 'Asia/Kathmandu'")]
    [InlineData("SET datestyle = 'SQL, DMY'")]
    [InlineData("SET intervalstyle = 'iso_8601'")]
    [InlineData("SET check_function_bodies = off")]
    [InlineData("SET bytea_output = 'escape'")]
    [InlineData("SET client_encoding = 'LATIN1'")]
    public async Task Other_settings_change_nothing(string setting)
    {
        await using var database = await CreateAsync(setting);
        await using var node = new Node(database.ConnectionString, Options, Clock);

        Assert.NotEmpty(await node.Schema.MigrateAsync(Stop));
        await node.Sessions.CreateAsync(NewSession(new("\u2603")), Stop);
        Assert.Single(await node.Sessions.ListAsync(new("\u2603"), Stop));
        Assert.NotEmpty(await node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop));
    }

    // An index over a collation of the operating system breaks when that is upgraded.
    [Fact]
    public async Task No_index_depends_on_a_collation_of_the_system()
    {
        await using var command = Database.Superuser.CreateCommand(
            """
            SELECT count(*) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_collation ON pg_collation.oid = ANY (indcollation)
            WHERE relnamespace = 'cardea'::regnamespace AND collname NOT IN ('C', 'POSIX')
            """);
        Assert.Equal(0L, await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task A_server_that_is_too_old_is_said()
    {
        await using var old = new OldPostgreSql();

        await AssertRefusedAsync(
            $"Host=127.0.0.1;Port={old.Port};Username=cardea;Password={Secret};SSL Mode=Disable;Server Compatibility Mode=NoTypeLoading",
            "version 14.9, and Cardea needs 15");
    }

    [Fact]
    public async Task A_user_without_the_right_to_make_tables_is_told_which()
    {
        await using var database = new EmptyPostgreSqlTestDatabase();
        await database.CreateAsync();
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} OWNER TO postgres");

        await AssertRefusedAsync(database.ConnectionString, "GRANT CREATE ON DATABASE");

        await database.ExecuteAsync($"CREATE SCHEMA cardea AUTHORIZATION {PostgreSqlCluster.User}");
        await using var node = new Node(database.ConnectionString, Options, Clock);
        Assert.NotEmpty(await node.Schema.MigrateAsync(Stop));
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_left_alone()
    {
        await Database.ExecuteAsync("INSERT INTO cardea.migrations VALUES (999, '0999_from_the_future', '')");

        await AssertRefusedAsync(Database.ConnectionString, "version 999");
    }

    [Theory]
    [InlineData("UPDATE cardea.migrations SET hash = 'another' WHERE version = 4", "migration 0004_keys")]
    [InlineData("ALTER TABLE cardea.migrations DROP COLUMN hash", "migration 0001_sessions")]
    public async Task A_schema_that_another_text_of_a_migration_made_is_refused(string change, string named)
    {
        await Database.ExecuteAsync(change);

        await AssertRefusedAsync(Database.ConnectionString, named);
    }

    [Fact]
    public async Task Functions_and_views_are_made_anew_when_their_text_is_another()
    {
        await Database.ExecuteAsync("CREATE OR REPLACE FUNCTION cardea.count_rows(of_table oid, exactly_to integer DEFAULT 10000) RETURNS bigint LANGUAGE sql RETURN -1");
        await using var node = new Node(Database.ConnectionString, Options, Clock);
        await node.Schema.MigrateAsync(Stop);
        Assert.Equal(-1, await CountAsync());

        await Database.ExecuteAsync("UPDATE cardea.functions SET hash = 'of an older text'");
        Assert.Empty(await node.Schema.MigrateAsync(Stop));
        Assert.Equal(0, await CountAsync());

        async Task<long> CountAsync()
        {
            await using var command = Database.Superuser.CreateCommand("SELECT cardea.count_rows('cardea.keys'::regclass)");
            return Assert.IsType<long>(await command.ExecuteScalarAsync(Stop));
        }
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        await using var database = new EmptyPostgreSqlTestDatabase();
        await database.CreateAsync();
        await database.ExecuteAsync($"CREATE SCHEMA cardea AUTHORIZATION {PostgreSqlCluster.User}");
        await database.ExecuteAsync("CREATE TABLE cardea.keys (mine text)");

        await AssertRefusedAsync(database.ConnectionString, "42P07");

        await using var command = database.Superuser.CreateCommand("SELECT count(*) FROM pg_class WHERE relnamespace = 'cardea'::regnamespace AND relkind IN ('r', 'p')");
        Assert.Equal(1L, await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task A_read_only_database_is_said()
    {
        await using var database = new EmptyPostgreSqlTestDatabase();
        await database.CreateAsync();
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");

        await AssertRefusedAsync(database.ConnectionString, "RESET default_transaction_read_only");
    }

    private static async Task<EmptyPostgreSqlTestDatabase> CreateAsync(string setting)
    {
        var database = new EmptyPostgreSqlTestDatabase();
        await database.CreateAsync();
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} {setting}");
        return database;
    }

    private async Task AssertRefusedAsync(string connectionString, string named)
    {
        await using var node = new Node(connectionString, Options, Clock);
        AssertSaid(await Assert.ThrowsAsync<SetupException>(() => node.Schema.MigrateAsync(Stop)), named);
    }

    private static void AssertSaid(SetupException failure, string named)
    {
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(PostgreSqlCluster.Password, failure.ToString(), StringComparison.Ordinal);
    }
}
