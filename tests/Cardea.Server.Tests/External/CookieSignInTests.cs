using System.Net;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Cookies;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.External;

/// <summary>Browsers whose session is in cookies sign in with a provider. No token and no outcome is ever in an address.</summary>
public abstract class CookieSignInTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_browser_signs_in_and_gets_cookies()
    {
        using var browser = providers.NewPage(providers.Trusted);
        var email = AuthClient.NewEmail();
        providers.Trusted.SignInAs(email);

        using var back = await browser.FollowAsync(await browser.VisitProviderAsync());

        Assert.Equal("", await PageBrowser.ReadAsync(back));
        Assert.All(browser.Http.LastSet, static cookie => Assert.Contains("max-age=", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, browser.Http.LastSet.Length);
        Assert.Equal(email, (string?)(await Answer.ExpectAsync(200, await browser.Http.GetAsync("/auth/me")))["email"]);
        await Answer.ExpectProblemAsync(404, "external_outcome_not_found", await browser.Http.GetAsync("/auth/external/outcome"));
    }

    [Theory]
    [InlineData("&useSessionCookies=true", 2, false)]
    [InlineData("&refreshCookie=true", 1, true)]
    public async Task A_browser_chooses_its_cookies_at_the_start(string query, int cookies, bool persistent)
    {
        using var browser = providers.NewPage(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());

        Assert.Equal("", await browser.SignInAsync(browser.Start() + query));

        Assert.Equal(cookies, browser.Http.LastSet.Length);
        Assert.Equal(persistent, browser.Http.LastSet[0].Contains("max-age=", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_new_sign_in_ends_the_session_of_the_browser()
    {
        using var browser = providers.NewPage(providers.Trusted);
        await browser.Http.RegisterAsync();
        using var before = new CookieBrowser(providers.Server.Address);
        foreach (var (name, value) in browser.Http.Jar)
        {
            before.Jar[name] = value;
        }

        providers.Trusted.SignInAs(AuthClient.NewEmail());
        Assert.Equal("", await browser.SignInAsync());

        await Answer.ExpectStatusAsync(401, before.GetAsync("/auth/me"));
        await Answer.ExpectStatusAsync(200, browser.Http.GetAsync("/auth/me"));
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_sign_in_that_another_site_begins_asks_first_so_it_replaces_no_session_silently(string site)
    {
        using var browser = providers.NewPage(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());

        using var page = await browser.Http.GetAsync(browser.Start(), ("Sec-Fetch-Site", site));
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Continue with Work &amp; Co?", html, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        await Answer.ExpectProblemAsync(403, "forbidden", await AppBrowser.AgreeAsync(http, providers.Server.Address, "work", html, site));
        using var agreed = await AppBrowser.AgreeAsync(http, providers.Server.Address, "work", html, "same-origin");
        Assert.StartsWith($"{providers.Trusted.Issuer}/authorize?", agreed.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_the_provider_posts_passes_the_cross_site_check_and_the_browser_finishes_by_itself()
    {
        using var browser = providers.NewPage(providers.Trusted);
        await browser.Http.RegisterAsync();
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        var callback = await browser.VisitProviderAsync();

        // All cookies come along, as on one machine, and every header says that another site posts.
        using var posted = await browser.PostCallbackAsync(callback);

        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        Assert.Empty(browser.Http.LastSet);
        var finish = browser.Local(posted.Headers.Location!.ToString());
        Assert.StartsWith("/auth/external/work/finish?result=", finish, StringComparison.Ordinal);
        using var back = await browser.Http.GetAsync(finish);
        Assert.Equal("", await PageBrowser.ReadAsync(back));

        // The exemption is the callback's alone.
        await Answer.ExpectProblemAsync(403, "cross_site", await browser.Http.PostAsync(
            "/auth/external/complete", new JsonObject { ["externalToken"] = "x" }, ("Sec-Fetch-Site", "cross-site"), ("Origin", providers.Trusted.Issuer)));
    }

    [Fact]
    public async Task Only_the_browser_that_began_finishes_and_once()
    {
        using var browser = providers.NewPage(providers.Trusted);
        using var stranger = providers.NewPage(providers.Trusted);
        using var app = providers.NewBrowser(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        using var ofStranger = await stranger.Http.GetAsync(stranger.Start());
        var finish = await FinishAddressAsync(browser);

        await Answer.ExpectProblemAsync(400, "invalid_state", await stranger.Http.GetAsync(finish));
        await Answer.ExpectProblemAsync(400, "invalid_state", await browser.Http.GetAsync(finish));

        // An app can't exchange what is a browser's, and a browser can't finish what is an app's.
        var code = (await FinishAddressAsync(browser)).Split('=')[1];
        await Answer.ExpectProblemAsync(400, "invalid_code", await app.ExchangeAsync(code));
        var ofApp = (await app.SignInAsync())["code"];
        await Answer.ExpectProblemAsync(400, "invalid_state", await browser.Http.GetAsync($"/auth/external/work/finish?result={ofApp}"));

        // Nothing that only looks uses it up.
        finish = await FinishAddressAsync(browser);
        await Answer.ExpectStatusAsync(503, browser.Http.SendAsync(HttpMethod.Head, finish));
        await Answer.ExpectStatusAsync(503, browser.Http.GetAsync(finish, ("Sec-Purpose", "prefetch")));
        using var back = await browser.Http.GetAsync(finish);
        Assert.Equal("", await PageBrowser.ReadAsync(back));
    }

    [Fact]
    public async Task A_failure_comes_back_behind_the_hash_without_the_providers_text()
    {
        using var browser = providers.NewPage(providers.Automatic);
        providers.Automatic.Refusal = "access_denied";

        Assert.Equal("#error=access_denied", await browser.SignInAsync());

        await Answer.ExpectProblemAsync(404, "external_outcome_not_found", await browser.Http.GetAsync("/auth/external/outcome"));
    }

    [Fact]
    public async Task Without_a_proved_address_the_page_completes_with_the_cookie_of_the_attempt()
    {
        using var browser = providers.NewPage(providers.Other);
        using var stranger = providers.NewPage(providers.Other);
        using var opened = await stranger.Http.GetAsync(stranger.Start());
        var email = AuthClient.NewEmail();
        providers.Other.SignInAs();

        Assert.Equal("#error=email_required", await browser.SignInAsync());
        var token = (string)(await browser.OutcomeAsync(403, "email_required"))["externalToken"]!;
        await Answer.ExpectProblemAsync(400, "invalid_code", await stranger.CompleteAsync(token, "email", email));
        await Answer.ExpectAsync(202, await browser.CompleteAsync(token, "email", email));
        var digits = await providers.CodeOfAsync(email);
        await Answer.ExpectProblemAsync(400, "invalid_code", await stranger.CompleteAsync(token, "code", digits));
        var tokens = await Answer.ExpectAsync(200, await browser.CompleteAsync(token, "code", digits));

        Assert.Null(tokens["refreshToken"] ?? tokens["accessToken"]);
        Assert.Equal(email, (string?)(await Answer.ExpectAsync(200, await browser.Http.GetAsync("/auth/me")))["email"]);
        await Answer.ExpectProblemAsync(404, "external_outcome_not_found", await browser.Http.GetAsync("/auth/external/outcome"));
    }

    [Fact]
    public async Task The_owner_of_a_verified_account_signs_in_by_cookies_and_confirms()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var browser = providers.NewPage(providers.Trusted);
        providers.Trusted.SignInAs(owner.Email);
        Assert.Equal("#error=link_required", await browser.SignInAsync());
        var link = (string)(await browser.OutcomeAsync(409, "link_required"))["linkToken"]!;

        // Planted in the sign-in of its victim, it links nothing.
        using var victim = providers.NewPage(providers.Trusted);
        victim.Http.Email = owner.Email;
        await Answer.ExpectStatusAsync(200, victim.Http.LoginAsync());
        using var opened = await victim.Http.GetAsync(victim.Start());
        await Answer.ExpectProblemAsync(400, "invalid_code", await victim.ConfirmAsync(link));

        browser.Http.Email = owner.Email;
        await Answer.ExpectStatusAsync(200, browser.Http.LoginAsync());
        await Answer.ExpectAsync(204, await browser.ConfirmAsync(link));

        using var again = providers.NewPage(providers.Trusted);
        Assert.Equal("", await again.SignInAsync());
        Assert.Equal(await owner.IdAsync(), await again.IdAsync());
    }

    [Fact]
    public async Task A_second_factor_is_due_and_its_token_is_in_no_address()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        var (_, recoveryCodes) = await AuthenticatorApp.AddAsync(owner);
        using var browser = providers.NewPage(providers.Automatic);
        providers.Automatic.SignInAs(owner.Email);

        Assert.Equal("#error=mfa_required", await browser.SignInAsync());

        var token = (string)(await browser.OutcomeAsync(403, "mfa_required"))["mfaToken"]!;
        await Answer.ExpectAsync(200, await browser.Http.PostAsync(
            "/auth/mfa?useCookies=true", new JsonObject { ["mfaToken"] = token, ["code"] = recoveryCodes[0] }));
        Assert.Equal(await owner.IdAsync(), await browser.IdAsync());
    }

    [Fact]
    public async Task A_session_in_cookies_links_and_no_other_finishes()
    {
        using var browser = providers.NewPage(providers.Other);
        await browser.Http.RegisterAsync();
        providers.Other.SignInAs();

        // The thief's address, in the browser of a victim who is signed in, and of one who is not.
        using var victim = providers.NewPage(providers.Other);
        Assert.Equal("#error=missing_token", await victim.SignInAsync(await browser.BeginAsync("link")));
        await victim.Http.RegisterAsync();
        Assert.Equal("#error=invalid_code", await victim.SignInAsync(await browser.BeginAsync("link")));

        Assert.Equal("", await browser.SignInAsync(await browser.BeginAsync("link")));
        using var again = providers.NewPage(providers.Other);
        Assert.Equal("", await again.SignInAsync());
        Assert.Equal(await browser.IdAsync(), await again.IdAsync());
    }

    [Fact]
    public async Task With_strict_cookies_a_page_navigates_to_the_end_of_the_attempt()
    {
        await using var provider = await StandInProvider.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var server = await CardeaProcess.StartAsync(
            directory.FullName,
            ("Cardea__Cookies__SameSite", "Strict"),
            ("Cardea__ReturnUrls__0", PageBrowser.ReturnUrl),
            ("Cardea__Providers__work__Issuer", provider.Issuer),
            ("Cardea__Providers__work__ClientId", StandInProvider.ClientId),
            ("Cardea__Providers__work__ClientSecret", "secret"),
            ("Cardea__Providers__work__TrustsEmail", "true"));
        using var browser = new PageBrowser(server.Address, provider, "work");
        provider.SignInAs(AuthClient.NewEmail());

        using var page = await browser.Http.GetAsync(await browser.VisitProviderAsync());

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var start = html.IndexOf("url=", StringComparison.Ordinal) + 4;
        using var back = await browser.Http.GetAsync(browser.Local(html[start..html.IndexOf('"', start)]));
        Assert.Equal("", await PageBrowser.ReadAsync(back));
        Assert.All(browser.Http.LastSet, static cookie => Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("com.example.app:/signed-in")]
    [InlineData("http://127.0.0.1:7777/signed-in#x")]
    public async Task A_browser_goes_to_no_address_that_is_not_listed(string address)
    {
        using var browser = providers.NewPage(providers.Trusted);

        await Answer.ExpectProblemAsync(400, "validation_failed", await browser.Http.GetAsync(browser.Start(address)));
    }

    private static async Task<string> FinishAddressAsync(PageBrowser browser)
    {
        using var back = await browser.Http.GetAsync(await browser.VisitProviderAsync());
        return browser.Local(back.Headers.Location!.ToString());
    }
}
