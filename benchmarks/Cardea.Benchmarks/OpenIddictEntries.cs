using Cardea.TestSupport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Cardea.Benchmarks;

/// <summary>OpenIddict's way to refuse what was logged out: the token's entry is looked up in PostgreSQL on every request.</summary>
internal sealed class OpenIddictEntries : IAsyncDisposable
{
    private const string Database = "openiddict";

    private readonly PostgreSqlCluster _cluster;

    private OpenIddictEntries(PostgreSqlCluster cluster, string token)
    {
        _cluster = cluster;
        Token = token;
    }

    /// <summary>A token that has an entry.</summary>
    public string Token { get; }

    public static async Task<OpenIddictEntries> CreateAsync()
    {
        var cluster = await PostgreSqlCluster.StartAsync();
        await cluster.ExecuteAsync("postgres", $"CREATE DATABASE {Database} OWNER {PostgreSqlCluster.User}");
        var services = new ServiceCollection();
        AddEntries(services, cluster);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EntriesDatabase>().Database.EnsureCreatedAsync();
        var entry = new OpenIddictTokenDescriptor
        {
            Subject = Credentials.Subject,
            Type = OpenIddictConstants.TokenTypeIdentifiers.AccessToken,
            Status = OpenIddictConstants.Statuses.Valid,
            CreationDate = TimeProvider.System.GetUtcNow(),
            ExpirationDate = TimeProvider.System.GetUtcNow().AddHours(2),
        };
        var tokens = scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>();
        var id = await tokens.GetIdAsync(await tokens.CreateAsync(entry));
        return new(cluster, Credentials.Token(Credentials.Es256.Credentials, $"\"{OpenIddictConstants.Claims.Private.TokenId}\":\"{id}\","));
    }

    /// <summary>Adds the handler that looks.</summary>
    public void AddTo(AuthenticationBuilder authentication)
    {
        AddEntries(authentication.Services, _cluster);
        authentication.Services.AddOpenIddict().AddValidation(static options => options.EnableTokenEntryValidation());
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static void AddEntries(IServiceCollection services, PostgreSqlCluster cluster)
    {
        var connectionString = cluster.ConnectionString(Database);
        services.AddLogging();
        services.AddDbContextPool<EntriesDatabase>(options => options.UseNpgsql(connectionString).UseOpenIddict());
        services.AddOpenIddict().AddCore(static options => options.UseEntityFrameworkCore().UseDbContext<EntriesDatabase>());
    }

    internal sealed class EntriesDatabase(DbContextOptions<EntriesDatabase> options) : DbContext(options);
}
