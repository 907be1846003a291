using Cardea.Stores.Tests.PostgreSql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Stops the servers that the tests share when the last one is done.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await PgBouncerTestDatabase.StopBouncerAsync();
        await PostgreSqlTestDatabase.StopAsync();
    }
}
