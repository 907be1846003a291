using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

public abstract class SessionTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Logging_out_one_device_leaves_the_others_alone()
    {
        using var laptop = await shared.NewClient().RegisterAsync("laptop");
        using var phone = await laptop.LoginElsewhereAsync("phone");

        await Answer.ExpectAsync(204, await phone.PostAsync("/auth/logout", accessToken: phone.Tokens.Access));

        Assert.False(await phone.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await phone.TryRefreshAsync(phone.Tokens.Refresh));
        Assert.True(await laptop.IsAcceptedAsync());
        await laptop.RefreshAsync();
    }

    [Fact]
    public async Task A_refresh_token_alone_logs_out_too()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var body = new JsonObject { ["refreshToken"] = client.Tokens.Refresh };

        await Answer.ExpectAsync(204, await client.PostAsync("/auth/logout", body));

        Assert.False(await client.IsAcceptedAsync());
    }

    [Fact]
    public async Task Logging_out_with_nothing_left_to_end_is_fine()
    {
        using var client = await shared.NewClient().RegisterAsync();
        foreach (var accessToken in (string?[])[client.Tokens.Access, client.Tokens.Access, "garbage", null])
        {
            await Answer.ExpectAsync(204, await client.PostAsync("/auth/logout", accessToken: accessToken));
        }

        await Answer.ExpectAsync(204, await client.PostTextAsync("/auth/logout", """{"refreshToken":"cdr_garbage"}"""));
    }

    [Fact]
    public async Task All_others_are_logged_out_at_once()
    {
        using var here = await shared.NewClient().RegisterAsync();
        using var there = await here.LoginElsewhereAsync();
        using var elsewhere = await here.LoginElsewhereAsync();

        await Answer.ExpectAsync(204, await here.PostAsync("/auth/logout-others", accessToken: here.Tokens.Access));

        Assert.True(await here.IsAcceptedAsync());
        Assert.False(await there.IsAcceptedAsync());
        Assert.False(await elsewhere.IsAcceptedAsync());
    }

    [Fact]
    public async Task All_are_logged_out_at_once()
    {
        using var here = await shared.NewClient().RegisterAsync();
        using var there = await here.LoginElsewhereAsync();

        await Answer.ExpectAsync(204, await here.PostAsync("/auth/logout-all", accessToken: here.Tokens.Access));

        Assert.False(await here.IsAcceptedAsync());
        Assert.False(await there.IsAcceptedAsync());
    }

    [Fact]
    public async Task The_list_shows_live_sessions_and_which_is_mine()
    {
        using var laptop = await shared.NewClient().RegisterAsync("laptop");
        using var phone = await laptop.LoginElsewhereAsync("phone");
        using var gone = await laptop.LoginElsewhereAsync("gone");
        await Answer.ExpectAsync(204, await gone.PostAsync("/auth/logout", accessToken: gone.Tokens.Access));

        var sessions = await ListAsync(laptop);

        Assert.Equal(["laptop", "phone"], sessions.Select(static session => (string)session!["device"]!).Order());
        var current = Assert.Single(sessions, static session => (bool)session!["current"]!)!;
        Assert.Equal(laptop.Tokens.SessionId, (string?)current["id"]);
        Assert.Equal("127.0.0.1", (string?)current["ipAddress"]);
        Assert.True((DateTimeOffset)current["expiresAt"]! > (DateTimeOffset)current["createdAt"]!);
        Assert.True((DateTimeOffset)current["lastUsedAt"]! >= (DateTimeOffset)current["createdAt"]!);
    }

    [Fact]
    public async Task A_device_can_be_renamed()
    {
        using var client = await shared.NewClient().RegisterAsync("old");
        var path = $"/auth/sessions/{client.Tokens.SessionId}";

        var renamed = await Answer.ExpectAsync(200, await PatchAsync(client, path, "new"));
        Assert.Equal("new", (string?)renamed["device"]);
        Assert.True((bool)renamed["current"]!);
        Assert.Equal("new", (string?)(await ListAsync(client)).Single()!["device"]);

        await Answer.ExpectProblemAsync(400, "validation_failed", await PatchAsync(client, path, new string('x', 101)));
    }

    [Fact]
    public async Task One_session_is_ended_from_another_device()
    {
        using var laptop = await shared.NewClient().RegisterAsync();
        using var phone = await laptop.LoginElsewhereAsync();
        var path = $"/auth/sessions/{phone.Tokens.SessionId}";

        await Answer.ExpectAsync(204, await laptop.SendAsync(HttpMethod.Delete, path, accessToken: laptop.Tokens.Access));

        Assert.False(await phone.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(404, "session_not_found", await laptop.SendAsync(HttpMethod.Delete, path, accessToken: laptop.Tokens.Access));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("01900000-0000-7000-8000-000000000000")]
    public async Task What_is_no_session_of_mine_is_not_found(string id)
    {
        using var client = await shared.NewClient().RegisterAsync();

        await Answer.ExpectProblemAsync(404, "session_not_found", await client.SendAsync(HttpMethod.Delete, $"/auth/sessions/{id}", accessToken: client.Tokens.Access));
        await Answer.ExpectProblemAsync(404, "session_not_found", await PatchAsync(client, $"/auth/sessions/{id}", "mine"));
    }

    [Fact]
    public async Task Sessions_of_others_are_out_of_reach()
    {
        using var mine = await shared.NewClient().RegisterAsync();
        using var theirs = await shared.NewClient().RegisterAsync();
        var path = $"/auth/sessions/{theirs.Tokens.SessionId}";

        await Answer.ExpectProblemAsync(404, "session_not_found", await mine.SendAsync(HttpMethod.Delete, path, accessToken: mine.Tokens.Access));
        await Answer.ExpectProblemAsync(404, "session_not_found", await PatchAsync(mine, path, "mine now"));

        Assert.True(await theirs.IsAcceptedAsync());
        Assert.DoesNotContain(theirs.Tokens.SessionId, (await ListAsync(mine)).Select(static session => (string)session!["id"]!));
    }

    [Fact]
    public async Task Refresh_and_logout_at_once_leave_nothing_alive()
    {
        for (var round = 0; round < 30; round++)
        {
            using var client = await shared.NewClient().RegisterAsync();
            var refresh = client.TryRefreshAsync(client.Tokens.Refresh);
            var logout = client.PostAsync("/auth/logout", accessToken: client.Tokens.Access);
            await Answer.ExpectAsync(204, await logout);
            using var refreshed = await refresh;
            if (refreshed.IsSuccessStatusCode)
            {
                client.Keep(await Answer.ExpectAsync(200, refreshed));
            }

            Assert.False(await client.IsAcceptedAsync());
            await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(client.Tokens.Refresh));
        }
    }

    private static async Task<JsonArray> ListAsync(AuthClient client) =>
        (await Answer.ExpectAsync(200, await client.GetAsync("/auth/sessions")))["sessions"]!.AsArray();

    private static Task<HttpResponseMessage> PatchAsync(AuthClient client, string path, string device) =>
        client.SendAsync(HttpMethod.Patch, path, JsonContent.Create(new JsonObject { ["device"] = device }), client.Tokens.Access);
}
