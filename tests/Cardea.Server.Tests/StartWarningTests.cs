using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The server says what works, and yet is not what an operator wants. Otherwise nobody would notice.</summary>
public sealed class StartWarningTests : StoreTests<SqliteStore>
{
    private const string ForOthers = "X-Forwarded-For";

    [Fact]
    public async Task Outside_development_it_names_what_is_for_development()
    {
        await using var server = await Store.StartAsync(("ASPNETCORE_ENVIRONMENT", "Production"), ("Cardea__Issuer", "http://id.example.org"));

        Assert.Contains("Cardea:Issuer is http://id.example.org, so its cookies are not Secure", server.Log, StringComparison.Ordinal);
        Assert.Contains("Nobody gets mail", server.Log, StringComparison.Ordinal);
        Assert.Contains("open http://id.example.org to sign in", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_it_does_not()
    {
        await using var server = await Store.StartAsync();

        Assert.DoesNotContain("not Secure", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody gets mail", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_not_listed_is_named_once()
    {
        await using var server = await Store.StartAsync();
        for (var request = 0; request < 3; request++)
        {
            await AskAsync(server);
        }

        await Eventually.HoldsAsync(() => Task.FromResult(server.Log.Contains("A request from 127.0.0.1 has X-Forwarded-For", StringComparison.Ordinal)));
        Assert.Equal(2, server.Log.Split("has X-Forwarded-For").Length);
    }

    [Fact]
    public async Task A_listed_proxy_is_not_whatever_its_clients_send()
    {
        await using var server = await Store.StartAsync(("Cardea__KnownProxies__0", "127.0.0.1"));
        await AskAsync(server);

        Assert.DoesNotContain("has X-Forwarded-For", server.Log, StringComparison.Ordinal);
    }

    private static async Task AskAsync(CardeaProcess server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { { ForOthers, "198.51.100.1, 192.0.2.1" } } };
        using var answer = await server.Http.SendAsync(request);
    }
}
