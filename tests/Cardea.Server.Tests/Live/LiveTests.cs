using System.Text.Json.Nodes;
using Cardea.Server.Tests.Administration;
using Cardea.Server.Tests.Cookies;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Live;

/// <summary>A page hears at once that its session ended, and soon that the list of sessions changed.</summary>
public abstract class LiveTests<TStore>(SharedServer<TStore> shared, Administrator<TStore> admin) : IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_logout_on_another_device_ends_the_stream_with_its_reason()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var other = await client.LoginElsewhereAsync();
        await using var live = await OpenAsync(client);

        await Answer.ExpectAsync(204, await other.AskAsync(HttpMethod.Delete, $"/auth/sessions/{client.Tokens.SessionId}"));

        Assert.Equal("logged_out", await live.FindEndAsync());
    }

    [Fact]
    public async Task The_reasons_are_those_of_the_ends()
    {
        using var replayed = await shared.NewClient().RegisterAsync();
        await using var ofReplayed = await OpenAsync(replayed);
        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await replayed.TryRefreshAsync(await replayed.BeRobbedAsync()));
        Assert.Equal("refresh_token_reused", await ofReplayed.FindEndAsync());

        using var changed = await shared.NewClient().RegisterAsync();
        using var other = await changed.LoginElsewhereAsync();
        await using var ofOther = await OpenAsync(other);
        await Answer.ExpectAsync(200, await changed.AskAsync(HttpMethod.Post, "/auth/password/change", new JsonObject
        {
            ["currentPassword"] = AuthClient.Password,
            ["newPassword"] = "another horse battery staple",
        }));
        Assert.Equal("password_changed", await ofOther.FindEndAsync());

        using var deleted = await shared.NewClient().RegisterAsync();
        await using var ofDeleted = await OpenAsync(deleted);
        await Answer.ExpectAsync(204, await deleted.AskAsync(HttpMethod.Delete, "/auth/me", new JsonObject { ["password"] = AuthClient.Password }));
        Assert.Equal("account_closed", await ofDeleted.FindEndAsync());
    }

    [Fact]
    public async Task A_new_session_and_a_new_name_are_told_and_the_own_session_goes_on()
    {
        using var client = await shared.NewClient().RegisterAsync();
        await using var live = await OpenAsync(client);

        using var other = await client.LoginElsewhereAsync();
        await live.FindAsync("sessions");
        await Answer.ExpectAsync(200, await other.AskAsync(HttpMethod.Patch, $"/auth/sessions/{other.Tokens.SessionId}", new JsonObject { ["device"] = "Phone" }));
        await live.FindAsync("sessions");
        await Answer.ExpectAsync(204, await other.AskAsync(HttpMethod.Post, "/auth/logout"));
        await live.FindAsync("sessions");
        await Answer.ExpectAsync(204, await client.AskAsync(HttpMethod.Post, "/auth/logout"));
        Assert.Equal("logged_out", await live.FindEndAsync());
    }

    [Fact]
    public async Task A_page_that_comes_back_is_told_what_it_missed_and_only_that()
    {
        using var client = await shared.NewClient().RegisterAsync();
        string id;
        await using (var live = await OpenAsync(client))
        {
            id = live.LastId!;
        }

        await using (await LiveConnection.OpenAsync(shared.Server.Address, "heartbeat", ("Authorization", $"Bearer {client.Tokens.Access}"), ("Last-Event-ID", id)))
        {
        }

        using var other = await client.LoginElsewhereAsync();
        await using var back = await LiveConnection.OpenAsync(
            shared.Server.Address, "sessions", ("Authorization", $"Bearer {client.Tokens.Access}"), ("Last-Event-ID", id));
    }

    [Fact]
    public async Task Recalled_access_tokens_close_the_stream_and_the_session_has_not_ended()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var id = await client.IdAsync();
        await using var live = await OpenAsync(client);

        await admin.SetRolesAsync(id, "editor");

        await live.CloseAsync();

        await client.RefreshAsync();
        await using var again = await OpenAsync(client);
    }

    [Fact]
    public async Task Cookies_follow_it_too_even_when_the_access_cookie_is_gone_and_no_cookie_is_ever_written()
    {
        using var browser = await new CookieBrowser(shared.Server.Address).RegisterAsync();
        var cookie = $"{browser.RefreshName}={browser.Refresh}";
        await using var live = await LiveConnection.OpenAsync(shared.Server.Address, "heartbeat", ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"));
        Assert.False(live.Head.Headers.Contains("Set-Cookie"));
        Assert.True(live.Head.Headers.CacheControl!.NoStore);

        await Answer.ExpectAsync(204, await browser.PostAsync("/auth/logout"));

        Assert.Equal("logged_out", await live.FindEndAsync());
        using var late = new CookieBrowser(shared.Server.Address);
        late.Jar[browser.RefreshName] = cookie.Split('=')[1];
        await Answer.ExpectProblemAsync(401, "session_ended", await late.GetAsync("/auth/live"));
        Assert.Empty(late.LastSet);
    }

    [Fact]
    public async Task A_session_has_a_bounded_number_of_streams()
    {
        using var browser = await new CookieBrowser(shared.Server.Address).RegisterAsync();
        var bearer = ("Authorization", $"Bearer {browser.Access}");
        List<LiveConnection> streams = [];
        for (var i = 0; i < 20; i++)
        {
            streams.Add(await LiveConnection.OpenAsync(shared.Server.Address, "heartbeat", bearer));
        }

        // Not even this answer writes a cookie.
        await Answer.ExpectProblemAsync(429, "too_many_streams", await browser.ExpireAccess().GetAsync("/auth/live"));
        Assert.Empty(browser.LastSet);

        await streams[0].DisposeAsync();
        await Eventually.HoldsAsync(async () =>
        {
            using var http = new HttpClient { BaseAddress = shared.Server.Address };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/live") { Headers = { { bearer.Item1, bearer.Item2 } } };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode;
        });
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_takes_a_token_from_the_header_only()
    {
        using var client = await shared.NewClient().RegisterAsync();
        await Answer.ExpectProblemAsync(401, "missing_token", await client.Http.GetAsync(new Uri($"/auth/live?access_token={client.Tokens.Access}", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    private Task<LiveConnection> OpenAsync(AuthClient client) => LiveConnection.OpenAsync(shared.Server.Address, client.Tokens.Access);
}
