using System.Security.Cryptography;
using Cardea.Server.Tests.Running;
using Cardea.Testing;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Three servers on one database. Somebody kills them, and the database, and starts them again.</summary>
internal sealed class ChaosNodes : IAsyncDisposable
{
    private const int Count = 3;

    // Longer than a statement may take: those that were not planned yet are given up while they are.
    private const string HoldUp = "BEGIN; LOCK TABLE cardea.sessions_default; SELECT pg_sleep(2.5); COMMIT";

    private readonly LonelyPostgreSqlStore _store;
    private readonly (string, string)[] _settings;
    private readonly Uri[] _addresses = [.. Enumerable.Range(0, Count).Select(static _ => new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}"))];
    private CardeaProcess[] _nodes = [];

    private ChaosNodes(LonelyPostgreSqlStore store, TimeSpan grace)
    {
        _store = store;
        _settings = [.. store.Settings, ("Cardea__RefreshGrace", grace.ToString()), ("Logging__LogLevel__Default", "Error")];
        Clients = Array.ConvertAll(_addresses, static address => new HttpClient { BaseAddress = address });
    }

    /// <summary>One for each.</summary>
    public HttpClient[] Clients { get; }

    public int Kills { get; private set; }

    public int DatabaseStops { get; private set; }

    public int HoldUps { get; private set; }

    public static async Task<ChaosNodes> StartAsync(LonelyPostgreSqlStore store, TimeSpan grace)
    {
        var nodes = new ChaosNodes(store, grace);
        nodes._nodes = await Task.WhenAll(nodes._addresses.Select(nodes.StartAsync));
        return nodes;
    }

    /// <summary>Kills a server, or the database, or both, and starts what was killed. Then it may hold up what they ask for.</summary>
    public async Task DisturbAsync()
    {
        await KillAsync(RandomNumberGenerator.GetInt32(Count), RandomNumberGenerator.GetInt32(4));
        if (RandomNumberGenerator.GetInt32(4) == 0)
        {
            await _store.ExecuteAsync(HoldUp);
            HoldUps++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        Array.ForEach(Clients, static client => client.Dispose());
    }

    private async Task KillAsync(int node, int fault)
    {
        if (fault > 0)
        {
            await _nodes[node].DisposeAsync();
            Kills++;
        }

        if (fault < 2)
        {
            await _store.Cluster.CrashAsync();
            await _store.Cluster.StartServerAsync();
            DatabaseStops++;
        }

        if (fault > 0)
        {
            _nodes[node] = await StartAsync(_addresses[node]);
        }
    }

    private Task<CardeaProcess> StartAsync(Uri address) => CardeaProcess.StartAsync(_store.Directory, address, _settings);
}
