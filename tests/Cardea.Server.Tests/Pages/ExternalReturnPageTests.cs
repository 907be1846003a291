using System.Net;
using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>
/// Where a sign-in with a provider ends that a page began for an app. Nothing here runs scripts. Only a sign-in that succeeded leads to the app.
/// </summary>
public abstract class ExternalReturnPageTests<TStore>(ProviderServer<TStore> providers)
    where TStore : TestStore, new()
{
    private const string App = ProviderServer<TStore>.ReturnUrl;

    private static readonly string SignIn = $"/account/sign-in?return={Uri.EscapeDataString(App)}";

    [Theory]
    [InlineData("en", "access_denied", "You stopped the sign-in at the provider.")]
    [InlineData("de", "access_denied", "Sie haben die Anmeldung beim Anbieter abgebrochen.")]
    [InlineData("en", "server_error", "The provider does not answer.")]
    [InlineData("de", "invalid_scope", "Die Anmeldung beim Anbieter hat nicht geklappt.")]
    public async Task A_refusal_is_told_on_the_page_and_the_next_try_leads_to_the_app(string language, string refusal, string words)
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        page.Headers["Accept-Language"] = language;
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Refusal = refusal;
        await BeginAsync(page, "work");
        await page.OpenAsync(await VisitAsync(visitor, page));
        Assert.StartsWith("/account/sign-in?", page.Path, StringComparison.Ordinal);
        Assert.StartsWith(words, page.Notice, StringComparison.Ordinal);

        providers.Trusted.Refusal = null;
        await page.PressAsync("/account/external/begin", value: "work");
        Assert.Equal(App, await FollowAsync(visitor, await VisitAsync(visitor, page)));
        await page.OpenAsync("/account/devices");
        Assert.Equal("/account/devices", page.Path);
    }

    [Fact]
    public async Task An_address_is_asked_for_before_the_app_is_reached()
    {
        using var visitor = providers.NewPage(providers.Other);
        using var page = new FormBrowser(visitor.Http);
        var email = AuthClient.NewEmail();
        providers.Other.SignInAs(email);
        await BeginAsync(page, "other");
        await page.OpenAsync(await VisitAsync(visitor, page));
        Assert.Equal("Your e-mail address", page.Heading);
        await page.SendAsync("/account/external", ("email", email));
        await page.SendAsync("/account/external", ("code", await providers.CodeOfAsync(email)));
        Assert.Equal(new Uri(App).AbsolutePath, page.Path);
    }

    [Fact]
    public async Task A_refusal_counts_more_than_what_an_earlier_sign_in_left_undone()
    {
        using var visitor = providers.NewPage(providers.Other);
        using var page = new FormBrowser(visitor.Http);
        providers.Other.SignInAs(AuthClient.NewEmail());
        await BeginAsync(page, "other");
        await page.OpenAsync(await VisitAsync(visitor, page));
        providers.Other.Refusal = "access_denied";
        await BeginAsync(page, "other");
        await page.OpenAsync(await VisitAsync(visitor, page));
        Assert.StartsWith("You stopped the sign-in at the provider.", page.Notice, StringComparison.Ordinal);
        await page.OpenAsync("/account/external");
        Assert.Equal("Your e-mail address", page.Heading);
    }

    [Fact]
    public async Task Who_links_a_provider_on_the_way_reaches_the_app()
    {
        using var owner = await providers.RegisterVerifiedAsync();
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        providers.Trusted.SignInAs(owner.Email);
        await BeginAsync(page, "work");
        await page.OpenAsync(await VisitAsync(visitor, page));
        await page.OpenAsync(page.Page.QuerySelector("main .cardea-button")!.GetAttribute("href")!);
        await page.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        await page.SendAsync("/account/external/confirm");
        Assert.Equal(new Uri(App).AbsolutePath, page.Path);
    }

    [Fact]
    public async Task Each_tab_goes_to_its_own_address()
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var first = new FormBrowser(visitor.Http);
        using var second = new FormBrowser(visitor.Http);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        await BeginAsync(first, "work");
        var back = await VisitAsync(visitor, first);
        await second.OpenAsync("/account/sign-in?return=%2Faccount%2Fsecurity");
        await second.PressAsync("/account/external/begin", value: "work");
        Assert.Equal(App, await FollowAsync(visitor, back));
        await second.OpenAsync(await VisitAsync(visitor, second));
        Assert.Equal("Security", second.Heading);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/auth/external/work?returnUrl=%2F")]
    public async Task An_address_that_is_not_allowed_is_none(string address)
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        await visitor.Http.RegisterAsync();
        visitor.Http.Jar[$"{visitor.Http.RefreshName}-trip"] = $"1{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(address)).TrimEnd('=')}";
        await page.OpenAsync("/account/external");
        Assert.Equal("/account/devices", page.Path);
        await page.OpenAsync($"/account/external?return={Uri.EscapeDataString(address)}");
        Assert.Equal("/account/devices", page.Path);
    }

    [Fact]
    public async Task A_link_that_is_refused_is_not_told_as_done()
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        await visitor.Http.RegisterAsync();
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Refusal = "access_denied";
        await page.OpenAsync("/account/security");
        await page.SendAsync("/account/security/providers/link", ("provider", "work"));
        await page.OpenAsync(await VisitAsync(visitor, page));
        Assert.Equal("Security", page.Heading);
        Assert.StartsWith("You stopped the sign-in at the provider.", page.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_began_the_sign_in_itself_gets_the_code_in_the_fragment_alone()
    {
        using var visitor = providers.NewPage(providers.Trusted);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        providers.Trusted.Refusal = "access_denied";
        await visitor.WaitForProviderAsync();
        Assert.Equal("#error=access_denied", await visitor.SignInAsync());
    }

    [Fact]
    public async Task A_person_whose_attempt_is_lost_reads_a_page_that_leads_to_the_sign_in()
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        providers.Trusted.SignInAs(AuthClient.NewEmail());
        await BeginAsync(page, "work");
        var callback = await VisitAsync(visitor, page);
        visitor.Http.Jar.Remove(visitor.Http.Jar.Keys.Single(static name => name.EndsWith("-external", StringComparison.Ordinal)));
        await Answer.ExpectProblemAsync(400, "invalid_state", await visitor.Http.GetAsync(callback));
        await Answer.ExpectProblemAsync(400, "invalid_state", await visitor.Http.GetAsync(callback, ("Accept", "text/html"), ("Sec-Fetch-Mode", "cors")));

        page.Headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8";
        await page.OpenAsync(callback);
        Assert.Equal((400, "text/html"), (page.Status, page.Answer!.Content.Headers.ContentType!.MediaType));
        Assert.Contains("began in another browser", page.Page.QuerySelector("p")!.TextContent, StringComparison.Ordinal);
        await BeginAgainAsync(visitor, page);
        Assert.StartsWith("/account/sign-in?", page.Path, StringComparison.Ordinal);
        Assert.StartsWith("This sign-in took too long", page.Notice, StringComparison.Ordinal);
        Assert.Equal(App, page.Page.QuerySelector("input[name=return]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData(400, "/auth/external/work/finish?result=none")]
    [InlineData(400, "/auth/external/work?attempt=none")]
    [InlineData(400, "/auth/external/work?returnUrl=https%3A%2F%2Fevil.example%2F")]
    [InlineData(404, "/auth/external/none?returnUrl=%2F")]
    [InlineData(404, "/auth/external/none/callback")]
    public async Task A_person_reads_no_json(int status, string path)
    {
        using var visitor = providers.NewPage(providers.Trusted);
        using var page = new FormBrowser(visitor.Http);
        page.Headers["Accept"] = "text/html";
        await page.OpenAsync(path);
        Assert.Equal((status, "The sign-in did not work"), (page.Status, page.Heading));
        await BeginAgainAsync(visitor, page);
        Assert.Equal("Sign in", page.Heading);
    }

    private static Task<FormBrowser> BeginAgainAsync(PageBrowser visitor, FormBrowser page)
    {
        var link = page.Page.QuerySelector("a")!;
        Assert.Equal("Begin again", link.TextContent);
        return page.OpenAsync(visitor.Local(link.GetAttribute("href")!));
    }

    private static async Task BeginAsync(FormBrowser page, string provider)
    {
        await page.OpenAsync(SignIn);
        await page.PressAsync("/account/external/begin", value: provider);
    }

    // To the provider: where it sends the browser back to.
    private static async Task<string> VisitAsync(PageBrowser visitor, FormBrowser page)
    {
        await visitor.WaitForProviderAsync();
        return await visitor.VisitProviderAsync(page.Page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content")!["0;url=".Length..]);
    }

    // Through the redirects of the service: the first address that is none of its own.
    private static async Task<string> FollowAsync(PageBrowser visitor, string path)
    {
        while (path.StartsWith('/'))
        {
            using var answer = await visitor.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            path = visitor.Local(answer.Headers.Location!.ToString());
        }

        return path;
    }
}
