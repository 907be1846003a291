using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

[assembly: AssemblyFixture(typeof(SharedServer<SqliteStore>))]
[assembly: AssemblyFixture(typeof(SharedServer<PostgreSqlStore>))]

namespace Cardea.Server.Tests.Running;

/// <summary>One server on a store, for all the tests that need no settings of their own.</summary>
public sealed class SharedServer<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    private readonly TStore _store = new();
    private (string Name, string Value)[] _settings = [];
    private CardeaProcess? _process;

    internal CardeaProcess Server
    {
        get
        {
            _store.SkipIfMissing();
            return _process ?? throw new InvalidOperationException("The server is not running.");
        }
    }

    /// <summary>Where it keeps its data.</summary>
    internal TStore Store
    {
        get
        {
            _store.SkipIfMissing();
            return _store;
        }
    }

    /// <summary>Whether its tests skip.</summary>
    internal bool IsMissing => _store.Missing is not null;

    internal AuthClient NewClient() => Server.NewClient();

    /// <summary>Starts another one like it on the same store.</summary>
    internal Task<CardeaProcess> StartTwinAsync() => CardeaProcess.StartAsync(_store.Directory, _settings);

    public async ValueTask InitializeAsync()
    {
        if (!IsMissing)
        {
            await _store.CreateAsync();

            // All tests guess from one address, and use passkeys where browsers let them.
            var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
            _settings =
            [
                ("Cardea__Issuer", address.GetLeftPart(UriPartial.Authority)),
                .. _store.Settings,
                ("Cardea__Attempts__PerNetwork", "100000"),
                ("Cardea__SignInByLink", "false"),
                ("Cardea__Passkeys__Domain", "localhost"),
                ("Cardea__Passkeys__Origins__0", $"http://localhost:{address.Port}"),
            ];
            _process = await CardeaProcess.StartAsync(_store.Directory, address, _settings);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _store.DisposeAsync();
    }
}
