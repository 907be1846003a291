using System.Security.Cryptography;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Running;

/// <summary>A database on the server that all tests share, which ends with the last of them.</summary>
public class PostgreSqlStore : TestStore
{
    /// <summary>Who issues: one name for all nodes.</summary>
    public const string Issuer = "http://issuer.example";

    private static readonly Lazy<Task<PostgreSqlCluster>> Shared = new(static () => PostgreSqlCluster.StartAsync());

    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public string Name { get; } = $"test_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    public PostgreSqlCluster Cluster { get; private set; } = null!;

    public virtual string ConnectionString => Cluster.ConnectionString(Name);

    public override IReadOnlyList<(string Name, string Value)> Settings =>
        [("ConnectionStrings__Cardea", ConnectionString), ("Cardea__MasterKey", _masterKey), ("Cardea__Issuer", Issuer)];

    public override string? Missing { get; } =
        PostgreSqlPrograms.Exist || Environment.GetEnvironmentVariable("CI") == "true" ? null : "There is no PostgreSQL 15 or newer here.";

    public override async Task CreateAsync()
    {
        SkipIfMissing();
        Cluster = await FindClusterAsync();
        await Cluster.ExecuteAsync("postgres", $"CREATE DATABASE {Name} OWNER {PostgreSqlCluster.User}");
    }

    /// <summary>Runs statements in the database as superuser.</summary>
    public Task ExecuteAsync(params string[] statements) => Cluster.ExecuteAsync(Name, statements);

    public override async ValueTask DisposeAsync()
    {
        if (Cluster is not null)
        {
            await LeaveAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The server it is made on.</summary>
    protected virtual Task<PostgreSqlCluster> FindClusterAsync() => Shared.Value;

    /// <summary>Leaves the server as it was.</summary>
    protected virtual Task LeaveAsync() => Cluster.ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
}
