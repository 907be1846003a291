using Cardea.Server.Tests.Running;

[assembly: AssemblyFixture(typeof(SharedServer<SqliteStore>))]
[assembly: AssemblyFixture(typeof(SharedServer<PostgreSqlStore>))]

namespace Cardea.Server.Tests.Running;

/// <summary>One server on a store, for all the tests that need no settings of their own.</summary>
public sealed class SharedServer<TStore> : IAsyncLifetime
    where TStore : TestStore, new()
{
    private readonly TStore _store = new();
    private CardeaProcess? _process;

    internal CardeaProcess Server
    {
        get
        {
            _store.SkipIfMissing();
            return _process ?? throw new InvalidOperationException("The server is not running.");
        }
    }

    internal AuthClient NewClient() => Server.NewClient();

    public async ValueTask InitializeAsync()
    {
        if (_store.Missing is null)
        {
            await _store.CreateAsync();

            // All tests guess from one address.
            _process = await _store.StartAsync(("Cardea__Attempts__PerNetwork", "100000"));
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
