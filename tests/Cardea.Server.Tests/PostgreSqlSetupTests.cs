using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests;

/// <summary>What can't start on PostgreSQL says why in one line that holds no secret, and leaves the database as it was.</summary>
public sealed class PostgreSqlSetupTests : StoreTests<PostgreSqlStore>
{
    private const string Secret = "not-the-password";

    private static readonly string[] Serve = ["serve", "--urls", $"http://127.0.0.1:{LoopbackPort.FindFree()}"];

    private static readonly string[] Migrate = ["migrate"];

    [Theory]
    [InlineData("Host=;Password=not-the-password", "ConnectionStrings:Cardea")]
    [InlineData("Host=localhost;Pasword=not-the-password", "keyword 'pasword'")]
    [InlineData("Host=localhost;Port=many;Password=not-the-password", "an invalid value for 'port'")]
    [InlineData("Host=localhost;Maximum Pool Size=1;Password=not-the-password", "Maximum Pool Size")]
    [InlineData("postgres://cardea:not-the-password@localhost/cardea?pool=9", "parameter 'pool'")]
    [InlineData("mysql://cardea:not-the-password@localhost/cardea", "ConnectionStrings:Cardea")]
    public async Task A_wrong_connection_string_is_named(string connectionString, string named) =>
        Assert.Contains(named, await FailAsync(Serve, ("ConnectionStrings__Cardea", connectionString)), StringComparison.Ordinal);

    [Fact]
    public Task A_wrong_password_is_named() =>
        AssertRefusedAsync($"{OverTcp(Store.Cluster.Port)};Password={Secret}", "correct Username and Password");

    [Fact]
    public async Task A_host_where_nothing_listens_is_named()
    {
        var port = LoopbackPort.FindFree();

        await AssertRefusedAsync($"{OverTcp(port)};Password={Secret}", $"No PostgreSQL answers at 127.0.0.1:{port}");
    }

    // Until 2026-11-27 the server ended at once, so that one that started before its database had to be started again.
    [Theory]
    [InlineData("")]
    [InlineData("migrate")]
    public async Task A_database_that_comes_later_is_waited_for(string verb)
    {
        await using var late = await PostgreSqlCluster.StartAsync();
        await late.ExecuteAsync("postgres", $"CREATE DATABASE {Store.Name} OWNER {PostgreSqlCluster.User}");
        await late.StopServerAsync();
        await using var run = Store.Run(verb.Length == 0 ? Serve : [verb], ("ConnectionStrings__Cardea", late.ConnectionString(Store.Name)));
        while (!run.Output.Contains("Cardea waits for the database", StringComparison.Ordinal))
        {
            Assert.False(run.HasExited, run.Errors);
            await Task.Delay(TimeSpan.FromMilliseconds(50), Stop);
        }

        await late.StartServerAsync();

        await (verb.Length == 0
            ? Eventually.HoldsAsync(() => Task.FromResult(run.Output.Contains("Cardea listens on", StringComparison.Ordinal)))
            : run.ExitAsync());
        Assert.Equal(2, run.Output.Split("Cardea waits").Length);
        Assert.True(await late.AskAsync("SELECT to_regnamespace('cardea') IS NOT NULL", Store.Name));
    }

    [Fact]
    public async Task A_host_that_says_nothing_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await AssertRefusedAsync($"{OverTcp(port)};Password={Secret}", $"No PostgreSQL answers at 127.0.0.1:{port}");
    }

    [Fact]
    public Task A_host_that_nobody_knows_is_named() =>
        AssertRefusedAsync($"postgres://cardea:{Secret}@nowhere.invalid/cardea", "No PostgreSQL answers at nowhere.invalid:5432");

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    public async Task A_server_that_is_too_old_is_named(string verb)
    {
        await using var old = new OldPostgreSql();
        var connectionString = $"{OverTcp(old.Port)};Password={Secret};SSL Mode=Disable;Server Compatibility Mode=NoTypeLoading";

        Assert.Contains("Cardea needs 15", await FailAsync(verb == "serve" ? Serve : Migrate, ("ConnectionStrings__Cardea", connectionString)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_right_is_named()
    {
        await Store.Cluster.ExecuteAsync("postgres", $"ALTER DATABASE {Store.Name} OWNER TO postgres");

        await AssertRefusedAsync(Store.ConnectionString, "GRANT CREATE ON DATABASE");
        Assert.False(await HasSchemaAsync());
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_named_and_left_alone()
    {
        await MigrateAsync();
        await Store.ExecuteAsync("INSERT INTO cardea.migrations (version, name, hash) VALUES (999, '0999_from_the_future', '')");

        await AssertRefusedAsync(Store.ConnectionString, "version 999");
    }

    [Fact]
    public async Task A_schema_that_is_missing_is_named_where_the_server_may_not_make_it()
    {
        Assert.Contains("cardea migrate", await FailAsync(Serve, ("Cardea__MigrateAtStart", "false")), StringComparison.Ordinal);
        Assert.Contains("cardea migrate", await FailAsync(["users", "list"], ("Cardea__MigrateAtStart", "false")), StringComparison.Ordinal);
        Assert.False(await HasSchemaAsync());

        await MigrateAsync();
        await Store.ExecuteAsync("DELETE FROM cardea.migrations WHERE version = (SELECT max(version) FROM cardea.migrations)");
        Assert.Contains("cardea migrate", await FailAsync(Serve, ("Cardea__MigrateAtStart", "false")), StringComparison.Ordinal);
        Assert.Contains("cardea migrate", await FailAsync(["users", "list"], ("Cardea__MigrateAtStart", "false")), StringComparison.Ordinal);

        await Store.ExecuteAsync("DROP SCHEMA cardea CASCADE");
        await MigrateAsync();
        await using var server = await Store.StartAsync(("Cardea__MigrateAtStart", "false"));
    }

    [Fact]
    public async Task A_missing_master_key_is_named_before_anything_is_made()
    {
        Assert.Contains("openssl rand -base64 32", await FailAsync(Serve, ("Cardea__MasterKey", "")), StringComparison.Ordinal);
        Assert.False(await HasSchemaAsync());
    }

    [Fact]
    public async Task Another_master_key_is_named_and_makes_no_keys_of_its_own()
    {
        await using (var server = await Store.StartAsync())
        {
            await server.TerminateAsync();
        }

        var other = ("Cardea__MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        Assert.Contains("master key", await FailAsync(Serve, other), StringComparison.Ordinal);
        Assert.Contains("master key", await FailAsync(["keys", "rotate"], other), StringComparison.Ordinal);
        Assert.True(await Store.Cluster.AskAsync("SELECT count(*) = 4 FROM cardea.keys", Store.Name));
    }

    [Theory]
    [InlineData("ConnectionStrings__Cardea", "postgres", "?sslmode=disable")]
    [InlineData("ConnectionStrings__Cardea", "postgresql", "?sslmode=require&connect_timeout=3")]
    [InlineData("DATABASE_URL", "postgres", "")]
    public async Task A_url_works_where_a_connection_string_does(string setting, string scheme, string parameters)
    {
        var url = $"{scheme}://{PostgreSqlCluster.User}:{Uri.EscapeDataString(PostgreSqlCluster.Password)}@127.0.0.1:{Store.Cluster.Port}/{Store.Name}{parameters}";
        await using var server = await CardeaProcess.StartAsync(Store.Directory, [.. Store.Settings.Skip(1), (setting, url)]);
        using var client = await server.NewClient().RegisterAsync();
        await client.RefreshAsync();

        Assert.DoesNotContain(PostgreSqlCluster.Password, server.Log, StringComparison.Ordinal);
        Assert.True(await Store.Cluster.AskAsync("SELECT count(*) = 1 FROM cardea.sessions", Store.Name));
    }

    private string OverTcp(int port) => $"Host=127.0.0.1;Port={port};Username={PostgreSqlCluster.User};Database={Store.Name}";

    private async Task AssertRefusedAsync(string connectionString, string named)
    {
        foreach (var command in (string[][])[Serve, Migrate])
        {
            Assert.Contains(named, await FailAsync(command, ("ConnectionStrings__Cardea", connectionString)), StringComparison.Ordinal);
        }
    }

    private async Task<string> FailAsync(string[] command, params (string Name, string Value)[] settings)
    {
        await using var run = Store.Run(command, [("Cardea__StartTimeout", "00:00:00"), .. settings]);

        Assert.Equal(1, await run.ExitAsync());
        Assert.StartsWith("cardea: ", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n'));
        foreach (var hidden in (string[])[Secret, PostgreSqlCluster.Password, "   at "])
        {
            Assert.DoesNotContain(hidden, run.Errors + run.Output, StringComparison.Ordinal);
        }

        return run.Errors;
    }

    private async Task MigrateAsync()
    {
        await using var run = Store.Run(Migrate);
        Assert.True(await run.ExitAsync() == 0, run.Errors);
    }

    private Task<bool> HasSchemaAsync() => Store.Cluster.AskAsync("SELECT to_regnamespace('cardea') IS NOT NULL", Store.Name);
}
