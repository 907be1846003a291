using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>Two servers with one database for all the tests of a class, and somebody who may administer.</summary>
public sealed class AccountNodes<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    private readonly List<CardeaProcess> _nodes = [];
    private readonly List<AuthClient> _clients = [];
    private readonly TStore _store = new();
    private AuthClient? _administrator;

    internal TStore Store
    {
        get
        {
            _store.SkipIfMissing();
            return _store;
        }
    }

    /// <summary>Whoever has the role, at the second server.</summary>
    internal AuthClient Administrator => _administrator ?? throw new InvalidOperationException("There is no administrator yet.");

    /// <summary>A client of each server.</summary>
    internal IReadOnlyList<AuthClient> Clients
    {
        get
        {
            _store.SkipIfMissing();
            return _clients;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (_store.Missing is not null)
        {
            return;
        }

        await _store.CreateAsync();
        for (var node = 0; node < 2; node++)
        {
            _nodes.Add(await _store.StartAsync(
                ("Cardea__Issuer", PostgreSqlStore.Issuer), ("Cardea__Attempts__PerAccount", "1000"), ("Cardea__Attempts__PerNetwork", "100000")));
            _clients.Add(_nodes[node].NewClient());
        }

        var email = AuthClient.NewEmail();
        await using var run = _store.Run(["users", "add", email, "--role", "admin"]);
        await run.WriteLineAsync(AuthClient.Password);
        Assert.True(await run.HangUpAsync() == 0, run.Errors);
        _administrator = _nodes[1].NewClient();
        await _administrator.LoginAsync(email);
    }

    public async ValueTask DisposeAsync()
    {
        _administrator?.Dispose();
        _clients.ForEach(static client => client.Dispose());
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    /// <summary>Signs somebody up at the first server.</summary>
    internal Task<AuthClient> RegisterAsync()
    {
        _store.SkipIfMissing();
        return _nodes[0].NewClient().RegisterAsync();
    }

    /// <summary>Signs them in at the second.</summary>
    internal Task<AuthClient> LoginAsync(string email) => _nodes[1].NewClient().LoginAsync(email);
}
