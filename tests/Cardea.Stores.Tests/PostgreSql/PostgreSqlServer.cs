using Cardea.Stores.Tests.PostgreSql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Stops the server that the tests share when the last one is done.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    public ValueTask DisposeAsync() => PostgreSqlTestDatabase.StopAsync();
}
