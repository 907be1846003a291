using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Cookies;

/// <summary>Cookie mode: a browser holds both tokens in cookies, and scripts see neither.</summary>
public abstract class CookieModeTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    private static readonly string[] Body = ["expiresIn", "refreshExpiresIn", "sessionId"];

    [Fact]
    public async Task Both_tokens_are_in_cookies_and_none_is_in_the_answer()
    {
        using var browser = NewBrowser();
        var answer = (JsonObject)await Answer.ExpectAsync(201, await browser.PostAsync("/auth/register?useCookies=true", browser.Credentials()));

        Assert.Equal(Body, answer.Select(static member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(2, browser.LastSet.Length);
        Assert.StartsWith($"{browser.RefreshName}=cdr_", browser.LastSet[0], StringComparison.Ordinal);
        Assert.StartsWith($"{browser.AccessName}=eyJ", browser.LastSet[1], StringComparison.Ordinal);
        Assert.All(browser.LastSet, static set =>
        {
            Assert.Contains("; httponly", set, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=lax", set, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/", set, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; max-age=1209600", set, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain", set, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal((string?)answer["sessionId"], await browser.SessionAsync());
    }

    [Theory]
    [InlineData("?useSessionCookies=true")]
    [InlineData("?useCookies=true&useSessionCookies=true")]
    public async Task Session_cookies_have_no_age_and_a_refresh_keeps_that(string query)
    {
        using var browser = await NewBrowser().RegisterAsync(query);
        Assert.All(browser.LastSet, static set => Assert.DoesNotContain("max-age", set, StringComparison.OrdinalIgnoreCase));

        await Answer.ExpectAsync(200, await browser.ExpireAccess().GetAsync("/auth/me"));
        Assert.DoesNotContain("max-age", Assert.Single(browser.LastSet), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_refresh_cookie_alone_refreshes_and_logs_out_and_authenticates_nothing_else()
    {
        using var browser = NewBrowser();
        var answer = await Answer.ExpectAsync(201, await browser.PostAsync("/auth/register?refreshCookie=true", browser.Credentials()));
        Assert.Equal("Bearer", (string?)answer["tokenType"]);
        Assert.Null(answer["refreshToken"]);
        Assert.StartsWith($"{browser.RefreshName}=cdr_", Assert.Single(browser.LastSet), StringComparison.Ordinal);

        await Answer.ExpectProblemAsync(401, "missing_token", await browser.GetAsync("/auth/me"));
        var refreshed = await Answer.ExpectAsync(200, await browser.PostAsync("/auth/refresh-token"));
        Assert.NotNull(refreshed["accessToken"]);
        Assert.Null(refreshed["refreshToken"]);
        Assert.Empty(browser.LastSet);

        await Answer.ExpectAsync(204, await browser.PostAsync("/auth/logout"));
        Assert.DoesNotContain(browser.RefreshName, browser.Jar.Keys);
    }

    [Theory]
    [InlineData("?useCookies=maybe", "useCookies")]
    [InlineData("?useCookies=true&useCookies=true", "useCookies")]
    [InlineData("?refreshCookie=1", "refreshCookie")]
    [InlineData("?useCookies=true&refreshCookie=true", "refreshCookie")]
    public async Task A_query_without_a_meaning_is_refused(string query, string parameter)
    {
        using var browser = NewBrowser();
        var problem = await Answer.ExpectProblemAsync(400, "validation_failed", await browser.PostAsync($"/auth/register{query}", browser.Credentials()));
        Assert.NotNull(problem["errors"]![parameter]);
    }

    [Fact]
    public async Task When_the_access_cookie_is_gone_a_request_refreshes_in_place_and_nothing_moves()
    {
        using var browser = await NewBrowser().RegisterAsync();
        var (refresh, access) = (browser.Refresh, browser.Access);

        await Answer.ExpectAsync(200, await browser.ExpireAccess().GetAsync("/auth/me"));

        Assert.StartsWith($"{browser.AccessName}=eyJ", Assert.Single(browser.LastSet), StringComparison.Ordinal);
        Assert.NotEqual(access, browser.Access);
        Assert.Equal(refresh, browser.Refresh);

        // With both cookies nothing is written.
        await Answer.ExpectAsync(200, await browser.GetAsync("/auth/me"));
        Assert.Empty(browser.LastSet);
    }

    [Fact]
    public async Task An_access_token_of_a_cookie_session_proves_no_generation()
    {
        using var browser = await NewBrowser().RegisterAsync();
        var payload = browser.Access.Split('.')[1].Replace('-', '+').Replace('_', '/');
        var claims = JsonNode.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')))!;

        Assert.Equal($"{claims["sid"]}.0", (string?)claims["jti"]);
    }

    [Fact]
    public async Task The_refresh_endpoint_answers_in_the_mode_of_the_session()
    {
        using var browser = await NewBrowser().RegisterAsync();
        var answer = (JsonObject)await Answer.ExpectAsync(200, await browser.PostAsync("/auth/refresh"));
        Assert.Equal(Body, answer.Select(static member => member.Key).Order(StringComparer.Ordinal));
        Assert.StartsWith($"{browser.AccessName}=", Assert.Single(browser.LastSet), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_is_refused_in_a_body_and_a_bearer_token_in_a_cookie()
    {
        using var browser = await NewBrowser().RegisterAsync();
        using var client = await shared.NewClient().RegisterAsync();

        await Answer.ExpectProblemAsync(401, "invalid_refresh_token", await client.TryRefreshAsync(browser.Refresh));
        await Answer.ExpectAsync(200, await browser.GetAsync("/auth/me"));

        browser.Jar.Clear();
        browser.Jar[browser.RefreshName] = client.Tokens.Refresh;
        await Answer.ExpectProblemAsync(401, "invalid_refresh_token", await browser.PostAsync("/auth/refresh"));
        await Answer.ExpectProblemAsync(401, "invalid_token", await browser.GetAsync("/auth/me"));
        await client.RefreshAsync();
    }

    [Fact]
    public async Task No_401_writes_or_deletes_a_cookie()
    {
        using var browser = await NewBrowser().RegisterAsync();
        using var thief = NewBrowser();
        foreach (var (name, value) in browser.Jar)
        {
            thief.Jar[name] = value;
        }

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await browser.ExpireAccess().PostAsync("/auth/reauthenticate", new JsonObject { ["password"] = "wrong" }));
        Assert.Empty(browser.LastSet);
        await Answer.ExpectAsync(204, await browser.PostAsync("/auth/logout"));

        await Answer.ExpectProblemAsync(401, "session_ended", await thief.GetAsync("/auth/me"));
        Assert.Empty(thief.LastSet);
        await Answer.ExpectProblemAsync(401, "session_ended", await thief.PostAsync("/auth/refresh"));
        Assert.Empty(thief.LastSet);
        await Answer.ExpectProblemAsync(401, "session_ended", await thief.ExpireAccess().GetAsync("/auth/me"));
        Assert.Empty(thief.LastSet);
    }

    [Fact]
    public async Task Logging_out_by_cookie_ends_the_session_and_deletes_the_cookies()
    {
        using var browser = await NewBrowser().RegisterAsync();
        var refresh = browser.Refresh;
        await Answer.ExpectAsync(204, await browser.ExpireAccess().PostAsync("/auth/logout"));

        Assert.Equal(2, browser.LastSet.Length);
        Assert.DoesNotContain(browser.RefreshName, browser.Jar.Keys);
        browser.Jar[browser.RefreshName] = refresh;
        await Answer.ExpectProblemAsync(401, "session_ended", await browser.PostAsync("/auth/refresh"));
    }

    [Theory]
    [InlineData("POST", "/auth/logout-all")]
    [InlineData("DELETE", "/auth/me")]
    public async Task What_ends_all_sessions_deletes_the_cookies(string method, string path)
    {
        using var browser = await NewBrowser().RegisterAsync();
        await Answer.ExpectAsync(204, await browser.SendAsync(new(method), path, new JsonObject { ["password"] = AuthClient.Password }));
        Assert.DoesNotContain(browser.RefreshName, browser.Jar.Keys);
        Assert.DoesNotContain(browser.AccessName, browser.Jar.Keys);
    }

    [Fact]
    public async Task A_sign_in_by_cookie_ends_the_session_of_the_cookie_that_came_with_it()
    {
        using var browser = await NewBrowser().RegisterAsync();
        using var old = NewBrowser();
        (old.Jar[browser.RefreshName], old.Jar[browser.AccessName]) = (browser.Refresh, browser.Access);

        await Answer.ExpectAsync(200, await browser.LoginAsync());

        await Answer.ExpectProblemAsync(401, "session_ended", await old.GetAsync("/auth/me"));
        await Answer.ExpectAsync(200, await browser.GetAsync("/auth/me"));
    }

    [Fact]
    public async Task If_the_cookies_name_different_sessions_the_refresh_cookie_decides()
    {
        using var one = await NewBrowser().RegisterAsync();
        using var other = await NewBrowser().RegisterAsync();
        var session = await one.SessionAsync();
        one.Jar[one.AccessName] = other.Access;

        Assert.Equal(session, await one.SessionAsync());
        Assert.NotEqual(other.Access, one.Access);
    }

    [Fact]
    public async Task A_password_change_and_a_reauthentication_write_the_access_cookie_only()
    {
        using var browser = await NewBrowser().RegisterAsync();
        var change = new JsonObject { ["currentPassword"] = AuthClient.Password, ["newPassword"] = AuthClient.Password + " 2" };
        foreach (var (path, body) in ((string, JsonObject)[])[("/auth/reauthenticate", new() { ["password"] = AuthClient.Password }), ("/auth/password/change", change)])
        {
            var answer = (JsonObject)await Answer.ExpectAsync(200, await browser.PostAsync(path, body));
            Assert.Equal(Body, answer.Select(static member => member.Key).Order(StringComparer.Ordinal));
            Assert.StartsWith($"{browser.AccessName}=", Assert.Single(browser.LastSet), StringComparison.Ordinal);
            await Answer.ExpectAsync(200, await browser.GetAsync("/auth/me"));
        }

        await Answer.ExpectAsync(200, await browser.ExpireAccess().GetAsync("/auth/me"));
    }

    [Fact]
    public async Task A_gateway_accepts_the_access_cookie_and_never_refreshes()
    {
        using var browser = await NewBrowser().RegisterAsync();
        await Answer.ExpectAsync(204, await browser.GetAsync("/auth/verify"));
        Assert.Empty(browser.LastSet);

        await Answer.ExpectProblemAsync(401, "invalid_token", await browser.ExpireAccess().GetAsync("/auth/verify"));
        Assert.Empty(browser.LastSet);

        // The gateway sends the browser here.
        using var back = await browser.GetAsync("/account/continue?return=/orders?id=7");
        Assert.Equal((302, "/orders?id=7"), ((int)back.StatusCode, back.Headers.Location!.PathAndQuery));
        Assert.StartsWith($"{browser.AccessName}=", Assert.Single(browser.LastSet), StringComparison.Ordinal);
        await Answer.ExpectAsync(204, await browser.GetAsync("/auth/verify"));
    }

    [Fact]
    public async Task Continuing_goes_to_allowed_addresses_only_and_not_without_a_session()
    {
        using var browser = await NewBrowser().RegisterAsync();
        foreach (var address in (string[])["", "https://evil.example/", "//evil.example/", "https%3A%2F%2Fevil.example", "/auth/external/work", "/oauth/token", "/admin"])
        {
            await Answer.ExpectProblemAsync(400, "validation_failed", await browser.GetAsync($"/account/continue?return={address}"));
        }

        await Answer.ExpectProblemAsync(503, "unavailable", await browser.GetAsync("/account/continue?return=/", ("Sec-Purpose", "prefetch;prerender")));
        browser.Jar.Clear();
        await Answer.ExpectProblemAsync(401, "missing_token", await browser.GetAsync("/account/continue?return=/"));
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    public async Task A_prefetch_gets_no_cookies(string name, string value)
    {
        using var browser = await NewBrowser().RegisterAsync();
        await Answer.ExpectAsync(200, await browser.ExpireAccess().GetAsync("/auth/me", (name, value)));
        Assert.Empty(browser.LastSet);
    }

    [Fact]
    public async Task Twenty_requests_at_once_after_the_access_cookie_expired_are_all_served()
    {
        using var browser = await NewBrowser().RegisterAsync();
        browser.ExpireAccess();
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var tabs = new HttpClient(handler) { BaseAddress = shared.Server.Address };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/me");
            request.Headers.Add("Cookie", $"{browser.RefreshName}={browser.Refresh}");
            using var answer = await tabs.SendAsync(request);
            return (int)answer.StatusCode;
        }));

        Assert.All(answers, static status => Assert.Equal(200, status));
    }

    private CookieBrowser NewBrowser() => new(shared.Server.Address);
}
