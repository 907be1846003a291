using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Revocation;

/// <summary>Issuer nodes on one database of PostgreSQL.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    public const string Database = "cardea";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<CardeaProcess> _nodes = [];

    private Nodes(PostgreSqlCluster cluster) => Cluster = cluster;

    public PostgreSqlCluster Cluster { get; }

    public CardeaProcess this[int node] => _nodes[node];

    private (string Name, string Value)[] Settings { get; init; } = [];

    /// <summary>Starts a server of the test's own and nodes on it; or skips the test where there is none to start.</summary>
    public static async Task<Nodes> StartAsync(int count, params (string Name, string Value)[] settings)
    {
        Assert.SkipUnless(PostgreSqlPrograms.Exist || Environment.GetEnvironmentVariable("CI") == "true", "There is no PostgreSQL 15 or newer here.");
        var cluster = await PostgreSqlCluster.StartAsync();
        await cluster.ExecuteAsync("postgres", $"CREATE DATABASE {Database} OWNER {PostgreSqlCluster.User}");
        var nodes = new Nodes(cluster)
        {
            Settings =
            [
                ("ConnectionStrings__Cardea", cluster.ConnectionString(Database)),
                ("Cardea__MasterKey", Convert.ToBase64String(new byte[32])),
                ("Cardea__Issuer", "http://issuer.example"),
                .. FeedReader.Settings,
                .. settings,
            ],
        };
        for (var node = 0; node < count; node++)
        {
            await nodes.AddAsync();
        }

        return nodes;
    }

    /// <summary>Starts one more.</summary>
    public async Task<CardeaProcess> AddAsync()
    {
        var node = await CardeaProcess.StartAsync(_directory.FullName, Settings);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Signs somebody up at a node.</summary>
    public Task<AuthClient> RegisterAsync(int node) => _nodes[node].NewClient().RegisterAsync();

    /// <summary>Runs a command of the program on the same database, and gives what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        await using var run = CardeaProcess.Run(_directory.FullName, arguments, Settings);
        Assert.True(await run.ExitAsync() == 0, run.Output + run.Errors);
        return run.Output;
    }

    /// <summary>Runs a statement as superuser, and gives the first column of its rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string statement)
    {
        await using var database = Cluster.Open(Database);
        await using var command = database.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return rows;
    }

    /// <summary>The processes of the server that serve the listeners of the nodes.</summary>
    public Task<List<int>> FindListenersAsync() => QueryAsync<int>("SELECT pid FROM pg_stat_activity WHERE application_name = 'cardea listener'");

    /// <summary>Waits until something is so, without a bound that a slow machine could break.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Cluster.DisposeAsync();
        _directory.Dispose();
    }
}
