using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The primary is lost with commits that the standby never got. The guide to high availability says what these tests show.</summary>
public sealed class PostgreSqlFailoverTests : StoreTests<ReplicatedPostgreSqlStore>
{
    private const int Clients = 20;

    [Fact]
    public async Task Refreshes_that_the_standby_never_got_heal_and_nobody_is_logged_out()
    {
        await using var server = await Store.StartAsync();
        var clients = await RegisterAsync(server);
        await Store.UntilReplicatedAsync();
        var refreshing = Array.ConvertAll(clients, static client => new RefreshingClient(client));
        await Task.WhenAll(refreshing.Select(static client => client.RefreshedAsync(3)));

        await Store.Standby.CutOffAsync();
        await Task.WhenAll(refreshing.Select(static client => client.RefreshedAsync(3)));
        await Store.FailOverAsync();
        await Task.WhenAll(refreshing.Select(static client => client.RefreshedAsync(3)));

        foreach (var client in refreshing)
        {
            await client.DisposeAsync();
        }

        foreach (var client in clients)
        {
            Assert.True(await client.IsAcceptedAsync());
            client.Dispose();
        }

        Assert.Equal(Clients, server.Log.Split("was ahead of the database").Length - 1);
        Assert.DoesNotContain("was used twice", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logout_that_was_answered_outlives_the_primary_where_the_standby_is_synchronous()
    {
        await using var server = await Store.StartAsync();
        var clients = await RegisterAsync(server);
        await Store.MakeSynchronousAsync();
        var (ended, unheard, alive) = (clients[..5], clients[5], clients[6..]);
        foreach (var client in ended)
        {
            await Answer.ExpectAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        }

        await Store.Standby.CutOffAsync();

        // The primary has done it. But it is no logout yet, however often it is asked for.
        await Answer.ExpectProblemAsync(503, "unavailable", await unheard.PostAsync("/auth/logout", accessToken: unheard.Tokens.Access));
        await Answer.ExpectProblemAsync(503, "unavailable", await unheard.PostAsync("/auth/logout", accessToken: unheard.Tokens.Access));
        await Task.WhenAll(alive.Select(static client => client.RefreshAsync()));
        await Store.FailOverAsync();

        foreach (var client in alive)
        {
            client.Keep(await Answer.ExpectAsync(200, await Eventually.AnsweredAsync(() => client.TryRefreshAsync(client.Tokens.Refresh))));
        }

        await Answer.ExpectAsync(204, await unheard.PostAsync("/auth/logout", accessToken: unheard.Tokens.Access));
        foreach (var client in (AuthClient[])[.. ended, unheard])
        {
            await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(client.Tokens.Refresh));
            Assert.False(await client.IsAcceptedAsync());
        }

        Array.ForEach(clients, static client => client.Dispose());
    }

    private static async Task<AuthClient[]> RegisterAsync(CardeaProcess server) =>
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ => await server.NewClient().RegisterAsync()));
}
