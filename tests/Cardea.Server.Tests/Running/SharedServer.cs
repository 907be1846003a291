using Cardea.Server.Tests.Running;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Cardea.Server.Tests.Running;

/// <summary>One server for all the tests that need no settings of their own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private CardeaProcess? _process;

    internal CardeaProcess Server => _process ?? throw new InvalidOperationException("The server is not running.");

    internal AuthClient NewClient() => Server.NewClient();

    public async ValueTask InitializeAsync() => _process = await CardeaProcess.StartAsync(_directory.FullName);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _directory.Dispose();
    }
}
