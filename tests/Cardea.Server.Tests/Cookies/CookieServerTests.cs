using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Cookies;

/// <summary>Cookie mode with settings of its own: cookies that soon move, APIs of another audience, and an app on another origin.</summary>
public abstract class CookieServerTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const string App = "https://app.example.org";

    [Fact]
    public async Task An_old_cookie_moves_and_the_old_one_gets_the_new_one_until_that_comes_back()
    {
        // A cookie moves at half of what the idle timeout exceeds the life of an access cookie by.
        await using var server = await StartAsync(("Cardea__IdleTimeout", "00:01:02"), ("Cardea__AccessTokenLifetime", "00:00:30"));
        using var browser = await new CookieBrowser(server.Address).RegisterAsync();
        var first = browser.Refresh;
        while (browser.Refresh == first)
        {
            await Answer.ExpectAsync(200, await browser.ExpireAccess().GetAsync("/auth/me"));
        }

        Assert.Equal(2, browser.LastSet.Length);

        // The answer was lost: the browser still has the old cookie.
        var second = browser.Refresh;
        browser.Jar[browser.RefreshName] = first;
        await Answer.ExpectAsync(200, await browser.ExpireAccess().GetAsync("/auth/me"));
        Assert.Equal(second, browser.Refresh);

        // The new cookie comes back and is kept.
        await Answer.ExpectAsync(200, await browser.ExpireAccess().GetAsync("/auth/me"));
        Assert.Equal(second, browser.Refresh);
    }

    [Fact]
    public async Task The_cookies_prove_a_lasting_change_and_a_token_that_an_api_could_have_does_not()
    {
        await using var server = await StartAsync(("Cardea__Audience", "https://api.example.org"));
        using var browser = await new CookieBrowser(server.Address).RegisterAsync();
        await Answer.ExpectAsync(200, await browser.PostAsync("/auth/totp"));

        // An API that got the access token presents it as a cookie, or as a bearer token.
        using var api = new CookieBrowser(server.Address);
        api.Jar[browser.AccessName] = browser.Access;
        await Answer.ExpectAsync(200, await api.GetAsync("/auth/me"));
        await Answer.ExpectProblemAsync(403, "account_token_required", await api.PostAsync("/auth/totp"));
        api.Jar.Clear();
        await Answer.ExpectProblemAsync(403, "account_token_required", await api.PostAsync("/auth/totp", body: null, ("Authorization", $"Bearer {browser.Access}")));

        // A refresh cookie whose session is over proves nothing.
        await Answer.ExpectAsync(204, await browser.PostAsync("/auth/logout-all"));
        await Answer.ExpectProblemAsync(401, "missing_token", await browser.PostAsync("/auth/totp"));
    }

    [Fact]
    public async Task A_second_factor_proves_a_cookie_session_again_in_its_own_browser_only()
    {
        await using var server = await StartAsync();
        using var browser = await new CookieBrowser(server.Address).RegisterAsync();
        var secret = (string)(await Answer.ExpectAsync(200, await browser.PostAsync("/auth/totp")))["secret"]!;
        var app = new Factors.AuthenticatorApp(secret);
        await Answer.ExpectAsync(200, await browser.PostAsync("/auth/totp/confirm", new JsonObject { ["code"] = app.NextCode() }));
        var asked = await Answer.ExpectProblemAsync(403, "mfa_required", await browser.PostAsync("/auth/reauthenticate", new JsonObject { ["password"] = AuthClient.Password }));

        using var elsewhere = new CookieBrowser(server.Address);
        var step = new JsonObject { ["mfaToken"] = (string?)asked["mfaToken"], ["code"] = app.NextCode() };
        await Answer.ExpectProblemAsync(401, "invalid_mfa_token", await elsewhere.PostAsync("/auth/mfa", step.DeepClone()));
        Assert.Empty(elsewhere.LastSet);
    }

    [Fact]
    public async Task An_allowed_origin_may_call_and_read_and_no_other()
    {
        await using var server = await StartAsync(("Cardea__AllowedOrigins__0", App));
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var path in (string[])["/auth/me", "/auth/nothing", "/auth/login", "/admin/users", "/.well-known/jwks.json"])
        {
            using var allowed = await SendAsync(http, HttpMethod.Get, path, ("Origin", App));
            Assert.Equal(App, Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.Equal("true", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Credentials")));
            Assert.Equal("Retry-After,WWW-Authenticate", Assert.Single(allowed.Headers.GetValues("Access-Control-Expose-Headers")));
            foreach (var origin in (string[])["https://evil.example", "null", "https://app.example.org.evil.example", "http://app.example.org", ""])
            {
                using var other = await SendAsync(http, HttpMethod.Get, path, ("Origin", origin));
                Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
                Assert.Contains("Origin", other.Headers.Vary);
            }
        }

        using var preflight = await SendAsync(
            http, HttpMethod.Options, "/auth/login", ("Origin", App), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));
        Assert.Equal(204, (int)preflight.StatusCode);
        Assert.Equal("7200", Assert.Single(preflight.Headers.GetValues("Access-Control-Max-Age")));
        Assert.Equal(App, Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("content-type", Assert.Single(preflight.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Contains("Origin", preflight.Headers.Vary);

        using var refused = await SendAsync(http, HttpMethod.Options, "/auth/login", ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"));
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    private Task<CardeaProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.FindFree()}");
        return CardeaProcess.StartAsync(Store.Directory, address, [.. Store.Settings, ("Cardea__Issuer", address.GetLeftPart(UriPartial.Authority)), .. settings]);
    }
}
