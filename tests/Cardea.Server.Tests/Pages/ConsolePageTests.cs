using AngleSharp.Dom;
using Cardea.Server.Tests.Administration;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>The console without scripts: users, invitations, events, keys and figures.</summary>
public abstract class ConsolePageTests<TStore>(SharedServer<TStore> shared, Administrator<TStore> admin) : IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    private static readonly string[] Pages = ["/console", "/console/users", "/console/users/nobody", "/console/invitations", "/console/events", "/console/keys"];

    [Fact]
    public async Task Only_an_administrator_sees_the_console()
    {
        using var user = await shared.NewClient().RegisterAsync();
        using var stranger = new FormBrowser(shared.Server.Address);
        using var browser = await SignInAsync(user.Email);
        Assert.DoesNotContain("Console", browser.Page.QuerySelector("nav")!.TextContent, StringComparison.Ordinal);
        foreach (var page in Pages)
        {
            await stranger.OpenAsync(page);
            Assert.Equal("Sign in", stranger.Heading);
            await browser.OpenAsync(page);
            Assert.Equal(403, browser.Status);
            Assert.Equal("You may not do this.", browser.Notice);
        }

        await browser.ForgeAsync("/console/users/lock", ("id", await admin.Client.IdAsync()));
        Assert.Equal(403, browser.Status);
        Assert.Null((await admin.GetAsync($"/users/{await admin.Client.IdAsync()}"))["lockedAt"]);
    }

    [Fact]
    public async Task A_user_is_found_locked_let_in_given_roles_and_deleted()
    {
        using var user = await shared.NewClient().RegisterAsync("<i>phone</i>");
        using var browser = await SignInAsync(admin.Client.Email);
        Assert.Contains("Console", browser.Page.QuerySelector("nav")!.TextContent, StringComparison.Ordinal);
        await browser.OpenAsync($"/console/users?search={user.Email[..20].ToUpperInvariant()}");
        await browser.OpenAsync(browser.Page.QuerySelector("tbody a")!.GetAttribute("href")!);
        Assert.Equal(user.Email, browser.Heading);
        Assert.Contains("<i>phone</i>", browser.Text, StringComparison.Ordinal);

        await browser.SendAsync("/end-session");
        Assert.Equal("That device is signed out, on every service at once.", browser.Notice);
        Assert.False(await user.IsAcceptedAsync());
        await user.LoginAsync(user.Email);
        await browser.SendAsync("/roles", ("roles", " editor  reader "));
        Assert.Equal("editor reader", browser.Page.QuerySelector("#roles")!.GetAttribute("value"));
        await browser.SendAsync("/roles", ("roles", "a,b"));
        Assert.Equal(400, browser.Status);
        Assert.StartsWith("A role is of letters, digits, '-', '_', '.' and ':', 64 at most.", browser.Notice, StringComparison.Ordinal);
        Assert.Equal("a,b", browser.Page.QuerySelector("#roles")!.GetAttribute("value"));

        await browser.SendAsync("/lock");
        Assert.Contains("locked", browser.Text, StringComparison.Ordinal);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await user.TryLoginAsync());
        await browser.SendAsync("/unlock");
        await user.LoginAsync(user.Email);
        await browser.OpenAsync(browser.Path);
        await browser.SendAsync("/end-sessions");
        Assert.Contains("The user is signed in nowhere.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("The operator locked the account", browser.Text, StringComparison.Ordinal);

        await browser.SendAsync("/delete");
        Assert.Equal(("Users", "The account is deleted."), (browser.Heading, browser.Notice));
        await browser.OpenAsync($"/console/users?search={user.Email}");
        Assert.Contains("No user has such an address.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_gone_meanwhile_is_said()
    {
        using var user = await shared.NewClient().RegisterAsync();
        using var browser = await SignInAsync(admin.Client.Email);
        var path = $"/console/users/{await user.IdAsync()}";
        await browser.OpenAsync(path);
        await Answer.ExpectAsync(204, await user.AskAsync(HttpMethod.Post, "/auth/logout"));
        await browser.SendAsync("/end-session");
        Assert.Equal("That device is signed out, on every service at once.", browser.Notice);
        await Answer.ExpectAsync(204, await admin.AskAsync(HttpMethod.Delete, $"/users/{path[(path.LastIndexOf('/') + 1)..]}"));
        await browser.SendAsync("/lock");
        Assert.Equal((404, "There is no such user. The account may be deleted."), (browser.Status, browser.Notice));
        await browser.ForgeAsync("/console/keys/retire", ("id", "none"));
        Assert.Equal((404, "There is no such key."), (browser.Status, browser.Notice));
        await browser.ForgeAsync("/console/invitations/remove", ("id", "none"));
        Assert.Equal("The invitation is void.", browser.Notice);
        await browser.ForgeAsync("/console/users/end-session", ("id", "a/b"), ("session", "../../users"));
        Assert.InRange(browser.Status, 200, 404);
    }

    [Fact]
    public async Task A_name_that_turns_the_direction_of_text_turns_only_itself()
    {
        const string hostile = "\u202eenohp \u2066x";
        using var user = await shared.NewClient().RegisterAsync(hostile);
        using var owner = await SignInAsync(user.Email);
        using var browser = await SignInAsync(admin.Client.Email);
        await browser.OpenAsync($"/console/users/{await user.IdAsync()}");
        foreach (var page in (FormBrowser[])[owner, browser])
        {
            var texts = page.Page.Body!.Descendants<IText>().Where(static text => text.Data.Contains('\u202e', StringComparison.Ordinal)).ToArray();
            Assert.NotEmpty(texts);
            Assert.All(texts, static text => Assert.NotNull(text.ParentElement!.Closest("bdi")));
        }
    }

    [Fact]
    public async Task Events_are_shown_of_one_user_and_of_one_kind()
    {
        using var user = await shared.NewClient().RegisterAsync();
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await user.TryLoginAsync(password: "not the right password"));
        using var browser = await SignInAsync(admin.Client.Email);
        await browser.OpenAsync($"/console/events?user={Uri.EscapeDataString(user.Email)}");
        Assert.Equal(["A wrong password was tried", "Signed up"], Rows(browser));
        await browser.OpenAsync($"/console/events?user={Uri.EscapeDataString(user.Email)}&event=registered");
        Assert.Equal(["Signed up"], Rows(browser));
        Assert.Equal("registered", browser.Page.QuerySelector("#event option[selected]")!.GetAttribute("value"));
        await browser.OpenAsync("/console/events?user=nobody%40example.org");
        Assert.StartsWith("No user has this address.", browser.Notice, StringComparison.Ordinal);
        await browser.OpenAsync("/console/events?event=no-such-event&before=garbage");
        Assert.NotEmpty(Rows(browser));
    }

    [Fact]
    public async Task Somebody_is_invited_and_the_invitation_is_taken_back()
    {
        var email = AuthClient.NewEmail();
        using var browser = await SignInAsync(admin.Client.Email);
        await browser.OpenAsync("/console/invitations");
        await browser.SendAsync("/invite", ("email", "no address"));
        Assert.Equal(400, browser.Status);
        Assert.Equal("no address", browser.Page.QuerySelector("#email")!.GetAttribute("value"));
        await browser.SendAsync("/invite", ("email", email));
        Assert.Equal("The invitation is on its way.", browser.Notice);
        Assert.Contains(email, browser.Text, StringComparison.Ordinal);
        var id = browser.Page.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains(email, StringComparison.Ordinal)).QuerySelector("input[name=id]")!.GetAttribute("value")!;
        await browser.ForgeAsync("/console/invitations/remove", ("id", id));
        Assert.DoesNotContain(email, browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_renewed_and_their_life_is_shown()
    {
        using var browser = await SignInAsync(admin.Client.Email);
        await browser.OpenAsync("/console/keys");
        Assert.Equal(["makes", "makes"], States(browser, "makes"));
        var waiting = States(browser, "waits").Length;
        await browser.SendAsync("/rotate");
        Assert.Equal("New keys are made. They take over in ten minutes.", browser.Notice);
        Assert.True(States(browser, "waits").Length >= Math.Max(waiting, 2));
        var key = browser.Page.QuerySelector("[data-state=waits] input[name=id]")!.GetAttribute("value")!;
        await browser.ForgeAsync("/console/keys/retire", ("id", key));
        Assert.Equal("The key is given up. What it made is refused.", browser.Notice);
    }

    [Fact]
    public async Task The_figures_are_there_without_scripts_and_name_their_node()
    {
        using var browser = await SignInAsync(admin.Client.Email);
        await Eventually.HoldsAsync(async () => (await browser.OpenAsync("/console")).Page.QuerySelector("[data-node]") is not null);
        Assert.Equal(Environment.MachineName, browser.Page.QuerySelector("[data-node] h3")!.TextContent);
        Assert.Matches("^[0-9\u202f]+$", browser.Page.QuerySelector("[data-figure=sessions] [data-number]")!.TextContent);
        Assert.Equal(["rotated", "repeated", "reissued", "kept", "refused"], browser.Page.QuerySelectorAll("[data-outcome]").Select(static outcome => outcome.GetAttribute("data-outcome")!));
    }

    private static string[] Rows(FormBrowser browser) => [.. browser.Page.QuerySelectorAll("tbody th").Select(static row => row.TextContent)];

    private static string[] States(FormBrowser browser, string state) => [.. browser.Page.QuerySelectorAll($"[data-state={state}]").Select(static key => key.GetAttribute("data-state")!)];

    private async Task<FormBrowser> SignInAsync(string email)
    {
        var browser = new FormBrowser(shared.Server.Address);
        await browser.OpenAsync("/account/sign-in");
        await browser.SendAsync("/account/sign-in", ("email", email), ("password", AuthClient.Password));
        Assert.Equal("Your devices", browser.Heading);
        return browser;
    }
}
