using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The database is there, but does not do what it is told: 503, and nothing is held up that has nothing to do with it.</summary>
public sealed class PostgreSqlFailureTests : StoreTests<PostgreSqlStore>
{
    [Fact]
    public async Task A_read_only_database_is_an_answer_of_503()
    {
        await using var server = await Store.StartAsync();
        using var client = await server.NewClient().RegisterAsync();
        await SetReadOnlyAsync("on");

        await Demands.AssertUnavailableAsync(new Demands(client).Writes);
        Assert.True(await client.IsAcceptedAsync());

        await SetReadOnlyAsync("off");
        client.Keep(await Answer.ExpectAsync(200, await Eventually.AnsweredAsync(() => client.TryRefreshAsync(client.Tokens.Refresh))));
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task A_full_disk_is_an_answer_of_503()
    {
        await using var disk = await SmallDisk.MountAsync(Store);
        await using var server = await Store.StartAsync();
        using var client = await server.NewClient().RegisterAsync();
        disk.Fill();

        // Its pages have room for a few more.
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.PostAsync("/auth/register", new JsonObject { ["email"] = AuthClient.NewEmail(), ["password"] = AuthClient.Password });
            Assert.Contains((int)answer.StatusCode, (int[])[201, 503]);
            return (int)answer.StatusCode == 503;
        });
        Assert.True(await client.IsAcceptedAsync());

        disk.Empty();
        using var late = await server.NewClient().RegisterAsync();
        client.Keep(await Answer.ExpectAsync(200, await Eventually.AnsweredAsync(() => client.TryRefreshAsync(client.Tokens.Refresh))));
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task Sign_ins_that_wait_hold_up_no_refresh_and_no_logout()
    {
        await using var server = await Store.StartAsync(("Cardea__Attempts__PerAccount", "50"), ("Cardea__Attempts__PerNetwork", "1000"));
        using var waiting = await server.NewClient().RegisterAsync();
        using var client = await server.NewClient().RegisterAsync();
        await using var hold = await HoldAsync("SELECT FROM cardea.users FOR UPDATE");

        var logins = Ask(50, () => waiting.PostAsync("/auth/login", new JsonObject { ["email"] = waiting.Email, ["password"] = AuthClient.Password }));
        await hold.UntilWaitedForAsync();

        await client.RefreshAsync();
        await Answer.ExpectAsync(200, await client.GetAsync("/auth/sessions"));
        await Answer.ExpectAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        await ExpectUnavailableAsync(logins);
        await hold.DisposeAsync();
        using var again = await waiting.LoginElsewhereAsync();
    }

    [Fact]
    public async Task Logouts_that_wait_hold_up_no_refresh_and_no_sign_in()
    {
        await using var server = await Store.StartAsync();
        using var waiting = await server.NewClient().RegisterAsync();
        using var client = await server.NewClient().RegisterAsync();
        await using var hold = await HoldAsync($"SELECT FROM cardea.sessions WHERE id = '{waiting.Tokens.SessionId}' FOR UPDATE");

        var logouts = Ask(100, () => waiting.PostAsync("/auth/logout", accessToken: waiting.Tokens.Access));
        await hold.UntilWaitedForAsync();

        await client.RefreshAsync();
        using var elsewhere = await client.LoginElsewhereAsync();
        await ExpectUnavailableAsync(logouts);
        await hold.DisposeAsync();
        await Answer.ExpectAsync(204, await waiting.PostAsync("/auth/logout", accessToken: waiting.Tokens.Access));
    }

    [Fact]
    public async Task Refreshes_of_one_session_that_wait_hold_up_no_others()
    {
        await using var server = await Store.StartAsync();
        using var waiting = await server.NewClient().RegisterAsync();
        using var client = await server.NewClient().RegisterAsync();
        await using var hold = await HoldAsync($"SELECT FROM cardea.sessions WHERE id = '{waiting.Tokens.SessionId}' FOR UPDATE");

        var refreshes = Ask(100, () => waiting.TryRefreshAsync(waiting.Tokens.Refresh));

        // With them in one statement, and later alone.
        await client.RefreshAsync();
        await hold.UntilWaitedForAsync();
        await client.RefreshAsync();
        await client.RefreshAsync();
        using var elsewhere = await client.LoginElsewhereAsync();
        await Answer.ExpectAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        await ExpectUnavailableAsync(refreshes);
        await hold.DisposeAsync();
        await waiting.RefreshAsync();
    }

    [Fact]
    public async Task Told_to_stop_it_finishes_what_it_has_begun()
    {
        await using var server = await Store.StartAsync();
        using var client = await server.NewClient().RegisterAsync();
        await using var hold = await HoldAsync($"SELECT FROM cardea.sessions WHERE id = '{client.Tokens.SessionId}' FOR UPDATE");
        var logout = client.PostAsync("/auth/logout", accessToken: client.Tokens.Access);
        await hold.UntilWaitedForAsync();

        var stopping = server.TerminateAsync();
        await Eventually.HoldsAsync(async () => !await ListensAsync(server));
        Assert.False(logout.IsCompleted);
        await hold.DisposeAsync();

        await Answer.ExpectAsync(204, await logout);
        Assert.Equal(0, await stopping);
    }

    private static Task<HttpResponseMessage>[] Ask(int times, Func<Task<HttpResponseMessage>> ask) =>
        [.. Enumerable.Range(0, times).Select(_ => ask())];

    private static async Task ExpectUnavailableAsync(IEnumerable<Task<HttpResponseMessage>> asked)
    {
        foreach (var answer in asked)
        {
            Assert.Contains((await Answer.ExpectAsync(503, await answer))["code"]!.ToString(), (string[])["unavailable", "overloaded"]);
        }
    }

    private static async Task<bool> ListensAsync(CardeaProcess server)
    {
        try
        {
            using var client = server.NewClient();
            using var answer = await client.SendAsync(HttpMethod.Get, "/health/live");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Task SetReadOnlyAsync(string value) => Store.Cluster.ExecuteAsync(
        "postgres",
        $"ALTER DATABASE {Store.Name} SET default_transaction_read_only = {value}",
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Store.Name}' AND pid <> pg_backend_pid()");

    private Task<LockedRows> HoldAsync(string statement) => LockedRows.TakeAsync(Store, statement);
}
