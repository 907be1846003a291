using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>A token that was used twice is shown with the devices of its user.</summary>
public abstract class ReplayPageTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";

    [Fact]
    public async Task The_page_says_which_device_it_was_where_the_second_use_came_from_and_what_to_do()
    {
        using var owner = await NewClient(Edge).RegisterAsync();
        using var desk = await SignInAsync(owner.Email, Firefox);
        Assert.Empty(desk.Page.QuerySelectorAll(".cardea-warning"));
        using var thief = NewClient(Firefox);
        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await thief.TryRefreshAsync(await owner.BeRobbedAsync()));

        await desk.OpenAsync("/account/devices");
        var warning = Assert.Single(desk.Page.QuerySelectorAll("#replays .cardea-warning"));
        Assert.Equal("Somebody may have copied the session of Edge on Windows", warning.QuerySelector("h2")!.TextContent);
        Assert.Matches(@"It was used a second time: \d{4}-\d\d-\d\d \d\d:\d\d UTC · Firefox on Linux · 127\.0\.0\.1", warning.TextContent);
        Assert.Contains("change your password", warning.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("the browser that you use now", warning.TextContent, StringComparison.Ordinal);
        Assert.Equal("/account/security", warning.QuerySelector("a")!.GetAttribute("href"));
        Assert.Single(desk.Page.QuerySelectorAll(".cardea-item"));

        using var stranger = await shared.NewClient().RegisterAsync();
        using var other = await SignInAsync(stranger.Email, Firefox);
        Assert.Empty(other.Page.QuerySelectorAll(".cardea-warning"));
    }

    [Fact]
    public async Task The_page_says_that_it_was_this_browser()
    {
        using var owner = await NewClient(Firefox).RegisterAsync();
        using var thief = NewClient(Edge);
        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await thief.TryRefreshAsync(await owner.BeRobbedAsync()));

        using var desk = await SignInAsync(owner.Email, Firefox);
        Assert.Contains("It was probably the browser that you use now.", desk.Page.QuerySelector(".cardea-warning")!.TextContent, StringComparison.Ordinal);
    }

    private AuthClient NewClient(string program)
    {
        var client = shared.NewClient();
        client.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", program);
        return client;
    }

    private async Task<FormBrowser> SignInAsync(string email, string program)
    {
        var browser = new FormBrowser(shared.Server.Address);
        browser.Headers["User-Agent"] = program;
        await browser.OpenAsync("/account/sign-in");
        return await browser.SendAsync("/account/sign-in", ("email", email), ("password", AuthClient.Password));
    }
}
