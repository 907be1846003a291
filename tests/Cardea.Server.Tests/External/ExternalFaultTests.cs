using System.Net;
using System.Net.Sockets;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>What goes wrong between browser, provider and service.</summary>
public abstract class ExternalFaultTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_callback_works_once_and_only_in_the_browser_that_began()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        using var stranger = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var callback = await browser.VisitProviderAsync();

        await Answer.ExpectProblemAsync(400, "invalid_state", await stranger.OpenAsync(callback));
        using var back = await browser.OpenAsync(callback);
        await Answer.ExpectAsync(200, await browser.ExchangeAsync((await AppBrowser.ReadAsync(back))["code"]));
        await Answer.ExpectProblemAsync(400, "invalid_state", await browser.OpenAsync(callback));

        // The state is spelled differently, but it is the same state.
        await Answer.ExpectProblemAsync(400, "invalid_state", await browser.OpenAsync(callback.Replace("code=", "code=x", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_state_of_one_provider_is_refused_at_another()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var callback = await browser.VisitProviderAsync();

        await Answer.ExpectProblemAsync(400, "invalid_state", await browser.OpenAsync(callback.Replace("/external/work/", "/external/other/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_user_who_cancels_comes_back_to_the_app_without_the_providers_text()
    {
        using var browser = providers.NewBrowser(providers.Automatic);
        providers.Automatic.Refusal = "access_denied";
        var came = await browser.SignInAsync();
        providers.Automatic.Refusal = null;

        Assert.Equal([("error", "access_denied"), ("state", "app-state")], came.Select(static one => (one.Key, one.Value)));
    }

    [Fact]
    public async Task An_id_token_that_is_not_signed_for_another_client_or_out_of_its_time_signs_nobody_in()
    {
        (string Why, Action<Dictionary<string, object>> Change)[] wrong =
        [
            ("another audience", static token => token["aud"] = "another"),
            ("a native audience", static token => token["aud"] = StandInProvider.NativeClientId),
            ("another issuer", static token => token["iss"] = "https://evil.example"),
            ("another nonce", static token => token["nonce"] = "x"),
            ("no subject", static token => token.Remove("sub")),
            ("over", static token => token["exp"] = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds()),
            ("no end", static token => token.Remove("exp")),
            ("not yet", static token => token["nbf"] = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds()),
        ];
        foreach (var (why, change) in wrong)
        {
            using var browser = providers.NewBrowser(providers.Automatic);
            providers.Automatic.SignInAs(AuthClient.NewEmail());
            providers.Automatic.Forge = change;
            var came = await browser.SignInAsync();
            providers.Automatic.Forge = null;
            Assert.True(came.GetValueOrDefault("error") == "external_sign_in_failed", why);
        }

        using var last = providers.NewBrowser(providers.Automatic);
        providers.Automatic.SignInAs(AuthClient.NewEmail());
        providers.Automatic.IsUnsigned = true;
        var unsigned = await last.SignInAsync();
        providers.Automatic.IsUnsigned = false;
        Assert.Equal("external_sign_in_failed", unsigned["error"]);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("http://127.0.0.1:7777\\@evil.example/signed-in")]
    [InlineData("http://user@127.0.0.1:7777/signed-in")]
    [InlineData("http://127.0.0.1:7777/signed-in%252f")]
    [InlineData("http://127.0.0.1:7777/other")]
    [InlineData("http://127.0.0.1:7777/signed-in\n")]
    [InlineData("javascript:alert(1)")]
    [InlineData("com.example.other:/signed-in")]
    [InlineData("/auth/external/work?useCookies=true&returnUrl=/account")]
    [InlineData("")]
    public async Task A_browser_goes_to_no_address_that_is_not_listed(string address)
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        _ = providers.Server;

        var refused = await Answer.ExpectProblemAsync(400, "validation_failed", await browser.OpenAsync(browser.Start(address)));

        Assert.NotNull(refused["errors"]!["returnUrl"]);
    }

    [Fact]
    public async Task An_apps_own_scheme_needs_a_click()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        using var page = await browser.OpenAsync(browser.Start(ProviderServer<TStore>.AppUrl));
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Work &amp; Co", html, StringComparison.Ordinal);

        await Answer.ExpectProblemAsync(403, "forbidden", await browser.AgreeAsync(html, site: null));
        await Answer.ExpectProblemAsync(403, "forbidden", await browser.AgreeAsync(html, "cross-site"));
        using var agreed = await browser.AgreeAsync(html, "same-origin");
        Assert.Equal(HttpStatusCode.SeeOther, agreed.StatusCode);
        Assert.StartsWith($"{providers.Trusted.Issuer}/authorize?", agreed.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_of_the_request_gets_nowhere()
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        using var request = new HttpRequestMessage(HttpMethod.Get, browser.Start()) { Headers = { Host = "evil.test" } };
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = providers.Server.Address };

        using var begun = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("evil.test", begun.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString($"{providers.Server.Address}auth/external/work/callback"), begun.Headers.Location.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_a_provider_replaced_at_once_cost_one_sign_in_at_most()
    {
        await using var provider = await StandInProvider.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var server = await CardeaProcess.StartAsync(
            directory.FullName,
            ("Cardea__ReturnUrls__0", ProviderServer<TStore>.ReturnUrl),
            ("Cardea__Providers__work__Issuer", provider.Issuer),
            ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
            ("Cardea__Providers__work__ClientSecret", "secret"),
            ("Cardea__Providers__work__TrustsEmail", "true"));
        using var browser = new AppBrowser(server.Address, provider, "work");
        provider.SignInAs(AuthClient.NewEmail());
        await browser.EnterAsync();
        provider.RollKey();

        await browser.SignInAsync();
        await Eventually.HoldsAsync(async () => (await browser.SignInAsync()).ContainsKey("code"));

        // A logout token with an unknown key costs one fetch a minute. OpenIddict may fetch the keys once more by itself.
        await Answer.ExpectStatusAsync(400, browser.LogOutAtProviderAsync(provider.Sign(provider.LogoutToken("x", sid: null), StandInProvider.NewKey())));
        var fetches = provider.KeyFetches;
        for (var tries = 0; tries < 5; tries++)
        {
            await Answer.ExpectStatusAsync(400, browser.LogOutAtProviderAsync(provider.Sign(provider.LogoutToken("x", sid: null), StandInProvider.NewKey())));
        }

        Assert.InRange(provider.KeyFetches - fetches, 0, 1);
    }

    [Theory]
    [InlineData("nbf", 2)]
    [InlineData("exp", -2)]
    public async Task The_clock_of_a_provider_may_be_wrong_by_two_minutes(string claim, int minutes)
    {
        using var browser = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Forge = token => token[claim] = DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeSeconds();

        await browser.EnterAsync();
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_a_503_with_its_name() => await AssertUnavailableAsync("http://127.0.0.1:9");

    [Fact]
    public async Task A_provider_that_takes_connections_and_says_nothing_is_a_503_with_its_name()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await AssertUnavailableAsync($"http://{silent.LocalEndpoint}");
    }

    private static async Task AssertUnavailableAsync(string issuer)
    {
        using var directory = new TemporaryDirectory();
        await using var server = await CardeaProcess.StartAsync(
            directory.FullName,
            ("Cardea__ReturnUrls__0", ProviderServer<TStore>.ReturnUrl),
            ("Cardea__Providers__gone__Issuer", issuer),
            ("Cardea__Providers__gone__ClientId", "id"),
            ("Cardea__Providers__gone__ClientSecret", "secret"),
            ("Cardea__Providers__gone__DisplayName", "Gone Fishing"));
        await using var provider = await StandInProvider.StartAsync();
        using var browser = new AppBrowser(server.Address, provider, "gone");

        var problem = await Answer.ExpectProblemAsync(503, "provider_unavailable", await browser.OpenAsync(browser.Start()));

        Assert.StartsWith("Gone Fishing", (string)problem["detail"]!, StringComparison.Ordinal);
    }
}
