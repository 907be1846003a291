using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>The server that all tests share, and a second one on the same store.</summary>
public sealed class AccountNodes<TStore>(SharedServer<TStore> shared) : IAsyncLifetime
    where TStore : TestStore, new()
{
    private readonly List<AuthClient> _clients = [];
    private CardeaProcess? _twin;

    /// <summary>A client of each that is not signed in.</summary>
    internal IReadOnlyList<AuthClient> Clients
    {
        get
        {
            shared.Store.SkipIfMissing();
            return _clients;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!shared.IsMissing)
        {
            _twin = await shared.StartTwinAsync();
            _clients.Add(shared.NewClient());
            _clients.Add(_twin.NewClient());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        if (_twin is not null)
        {
            await _twin.DisposeAsync();
        }
    }

    /// <summary>Signs somebody up at the first.</summary>
    internal Task<AuthClient> RegisterAsync() => shared.NewClient().RegisterAsync();

    /// <summary>Signs them in at the second.</summary>
    internal Task<AuthClient> LoginAsync(string email) => _twin!.NewClient().LoginAsync(email);
}
