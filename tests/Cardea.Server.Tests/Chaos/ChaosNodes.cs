using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// Three servers on one database, and a resource API in a process of its own that follows one of those that are up. Somebody
/// kills the servers, and the database, and starts them again.
/// </summary>
internal sealed class ChaosNodes : IAsyncDisposable
{
    public const int Count = 3;

    // Longer than a statement may take: those that were not planned yet are given up while they are.
    private const string HoldUp = "BEGIN; LOCK TABLE cardea.sessions_default; SELECT pg_sleep(2.5); COMMIT";

    private readonly ForgetfulPostgreSqlStore _store;
    private readonly (string, string)[] _settings;
    private readonly Balancer _balancer = new();
    private readonly Uri[] _addresses = [.. Enumerable.Range(0, Count).Select(static _ => new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}"))];
    private readonly HttpClient[] _clients;
    private readonly CardeaProcess?[] _nodes = new CardeaProcess?[Count];
    private readonly List<string> _logs = [];
    private OrdersProcess? _api;

    private ChaosNodes(ForgetfulPostgreSqlStore store, TimeSpan grace)
    {
        _store = store;
        _settings =
        [
            .. store.Settings,

            // On a busy machine, a program that has just started takes longer than a running one to connect.
            ("ConnectionStrings__Cardea", $"{store.ConnectionString};Timeout=10"),
            .. FeedReader.Settings,
            ("Cardea__Issuer", _balancer.Address),
            ("Cardea__RefreshGrace", grace.ToString()),
            ("Cardea__StalenessBound", Hearing.Bound.ToString()),
            ("Cardea__SessionsPerUser", "10000"),
            ("Cardea__RecentAuthentication", "1.00:00:00"),
            ("Cardea__Attempts__PerAccount", "50"),
            ("Cardea__Attempts__PerNetwork", "1000000"),
            ("Cardea__Attempts__Window", "00:00:01"),
            ("Logging__LogLevel__Default", "Error"),
        ];
        _clients = Array.ConvertAll(_addresses, static address => new HttpClient { BaseAddress = address });
    }

    public int Kills { get; private set; }

    public int Stops { get; private set; }

    public int BackendKills { get; private set; }

    public int HoldUps { get; private set; }

    /// <summary>What the servers logged, those that were killed included.</summary>
    public IEnumerable<string> Logs => _logs.Concat(_nodes.OfType<CardeaProcess>().Select(static node => node.Log));

    public static async Task<ChaosNodes> StartAsync(ForgetfulPostgreSqlStore store, TimeSpan grace)
    {
        var nodes = new ChaosNodes(store, grace);
        await Task.WhenAll(Enumerable.Range(0, Count).Select(nodes.StartAsync));
        nodes._api = await OrdersProcess.StartAsync(store.Directory, nodes._balancer.Address, Hearing.Bound);
        return nodes;
    }

    /// <summary>Reaches a node by its number, or the API.</summary>
    public HttpClient ClientOf(int node) => node == Entry.Api ? _api!.Http : _clients[node];

    /// <summary>Runs a command of the program.</summary>
    public ProgramRun RunProgram(params string[] arguments) => CardeaProcess.Run(_store.Directory, arguments, _settings);

    /// <summary>Kills a node, and while it is away stops the database if asked to. Starts what was killed.</summary>
    public async Task KillAsync(int node, bool stop)
    {
        await LeaveAsync(node);
        Kills++;
        if (stop)
        {
            await StopAsync();
        }

        await StartAsync(node);
    }

    /// <summary>Stops the database at once, and starts it again.</summary>
    public async Task StopAsync()
    {
        await _store.Cluster.CrashAsync();
        await _store.Cluster.StartServerAsync();
        Stops++;
    }

    /// <summary>Kills a process of the database, which crashes.</summary>
    public async Task KillBackendAsync()
    {
        await _store.Cluster.CrashBackendAsync();
        BackendKills++;
    }

    /// <summary>Keeps the nodes from planning statements for a while.</summary>
    public async Task HoldUpAsync()
    {
        await _store.ExecuteAsync(HoldUp);
        HoldUps++;
    }

    public async ValueTask DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        for (var node = 0; node < Count; node++)
        {
            await LeaveAsync(node);
        }

        await _balancer.DisposeAsync();
        Array.ForEach(_clients, static client => client.Dispose());
    }

    private async Task StartAsync(int node)
    {
        _nodes[node] = await CardeaProcess.StartAsync(_store.Directory, _addresses[node], _settings);
        UseThoseThatAreUp();
    }

    private async Task LeaveAsync(int node)
    {
        var leaving = Interlocked.Exchange(ref _nodes[node], value: null);
        UseThoseThatAreUp();
        if (leaving is not null)
        {
            _logs.Add(leaving.Log);
            await leaving.DisposeAsync();
        }
    }

    private void UseThoseThatAreUp() => _balancer.Use([.. _nodes.OfType<CardeaProcess>().Select(static node => node.Address)]);
}
