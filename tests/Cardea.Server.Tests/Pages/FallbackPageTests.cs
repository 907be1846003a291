using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>What the server answers at an address that has nothing for the request: a page for people, problem details for programs.</summary>
public abstract class FallbackPageTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    // As Chromium and Firefox send it.
    private const string BrowserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("en", "There is no such page", "There is no page at this address.")]
    [InlineData("de-AT,de;q=0.9", "Diese Seite gibt es nicht", "Unter dieser Adresse gibt es keine Seite.")]
    public async Task Who_mistypes_an_address_gets_a_page(string languages, string heading, string notice)
    {
        using var browser = NewBrowser(languages);
        foreach (var path in (string[])["/acount", "/account/sign-inn", "/x/%3Cscript%3E?y=%22", "/authentication", "/account/assets/none.js"])
        {
            await browser.OpenAsync(path);
            Assert.Equal((404, "text/html", heading), (browser.Status, browser.Answer!.Content.Headers.ContentType!.MediaType, browser.Heading));
            Assert.StartsWith(notice, browser.Notice, StringComparison.Ordinal);
            Assert.Equal("/", browser.Page.QuerySelector("main a")!.GetAttribute("href"));
            Assert.Contains("default-src 'none'", browser.Answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.True(browser.Answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task The_page_can_be_read_in_the_other_language()
    {
        using var browser = NewBrowser();
        await browser.OpenAsync("/acount?from=a&to=b");
        await browser.SendAsync("/account/language", ("language", "de"));
        Assert.Equal(("/acount?from=a&to=b", 404, "Diese Seite gibt es nicht"), (browser.Path, browser.Status, browser.Heading));
    }

    [Theory]
    [InlineData("/auth/nowhere")]
    [InlineData("/AUTH/nowhere")]
    [InlineData("/admin/nowhere")]
    [InlineData("/oauth/nowhere")]
    [InlineData("/.well-known/nowhere")]
    [InlineData("/health/nowhere")]
    [InlineData("/openapi/nowhere")]
    public async Task The_addresses_of_programs_answer_programs(string path)
    {
        using var client = shared.NewClient();
        await Answer.ExpectProblemAsync(404, "not_found", await SendAsync(client, HttpMethod.Get, path, BrowserAccept, "navigate"));
    }

    [Theory]
    [InlineData("*/*", null)]
    [InlineData("application/json", null)]
    [InlineData("text/html;q=0, */*", null)]
    [InlineData("text html", null)]
    [InlineData("image/avif,image/webp,*/*", "no-cors")]
    [InlineData(BrowserAccept, "cors")]
    [InlineData(BrowserAccept, "same-origin")]
    public async Task A_program_gets_problem_details(string accept, string? mode)
    {
        using var client = shared.NewClient();
        await Answer.ExpectProblemAsync(404, "not_found", await SendAsync(client, HttpMethod.Get, "/acount", accept, mode));
    }

    [Fact]
    public async Task Without_a_header_the_answer_is_for_programs()
    {
        using var client = shared.NewClient();
        await Answer.ExpectProblemAsync(404, "not_found", await client.Http.GetAsync(new Uri("/acount", UriKind.Relative), TestContext.Current.CancellationToken));
        await Answer.ExpectProblemAsync(405, "method_not_allowed", await client.Http.DeleteAsync(new Uri("/account/devices", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("navigate")]
    [InlineData(null)]
    public async Task A_method_that_a_page_does_not_take_is_refused_with_a_page(string? mode)
    {
        using var client = shared.NewClient();
        using var answer = await SendAsync(client, HttpMethod.Post, "/account/devices", BrowserAccept, mode);
        Assert.Equal((405, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("GET", answer.Content.Headers.Allow);
        Assert.Contains("can&#x27;t be used in this way", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_refused_with_a_page()
    {
        using var browser = NewBrowser();
        await browser.ForgeAsync("/account/sign-in", ("email", new string('x', 70 * 1024)));
        Assert.Equal((413, "The form is too large."), (browser.Status, browser.Notice));
        await browser.ForgeAsync("/acount", ("email", new string('x', 70 * 1024)));
        Assert.Equal((404, "There is no such page"), (browser.Status, browser.Heading));
    }

    private static async Task<HttpResponseMessage> SendAsync(AuthClient client, HttpMethod method, string path, string accept, string? mode)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (mode is not null)
        {
            request.Headers.Add("Sec-Fetch-Mode", mode);
        }

        return await client.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private FormBrowser NewBrowser(string languages = "en")
    {
        var browser = new FormBrowser(shared.Server.Address);
        browser.Headers["Accept"] = BrowserAccept;
        browser.Headers["Accept-Language"] = languages;
        return browser;
    }
}
