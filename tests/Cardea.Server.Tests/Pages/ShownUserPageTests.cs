using System.Globalization;
using AngleSharp.Dom;
using Cardea.Server.Tests.Administration;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>Two tabs of one browser: a page of one user is still open when another one signs in. Its forms do nothing.</summary>
public abstract class ShownUserPageTests<TStore>(SharedServer<TStore> shared, Administrator<TStore> admin) : IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    private const string Said = "You are signed in as somebody else now";

    private static readonly string[] Pages =
        ["/account", "/account/devices", "/account/security", "/account/confirm", "/console", "/console/users", "/console/invitations", "/console/events", "/console/keys"];

    [Theory]
    [InlineData("/account", "/account/export", "", "")]
    [InlineData("/account", "/account/email", "newEmail", "moved@example.org")]
    [InlineData("/account", "/account/delete", "", "")]
    [InlineData("/account", "/account/sign-out", "", "")]
    [InlineData("/account/security", "/account/security/app", "", "")]
    [InlineData("/account/security", "/account/security/password", "newPassword", AccountRequests.NewPassword)]
    [InlineData("/account/devices", "/account/devices/end-others", "", "")]
    [InlineData("/account/confirm", "/account/confirm", "", "")]
    public async Task A_form_of_a_page_that_showed_another_user_does_nothing(string page, string action, string name, string value)
    {
        using var first = await shared.NewClient().RegisterAsync();
        using var second = await shared.NewClient().RegisterAsync();
        using var left = new FormBrowser(shared.Server.Address);
        await SignInAsync(left, first.Email);
        await left.OpenAsync(page);
        using var right = new FormBrowser(left.Cookies);
        await ChangeUserAsync(right, second.Email);

        (string, string)[] filled = name.Length == 0 ? [] : [(name, value)];
        string[] passwords = [.. Form(left, action).QuerySelectorAll("input[type=password]").Select(static input => input.GetAttribute("name")!).Where(field => field != name)];
        await left.SendAsync(action, [.. filled, .. passwords.Select(static field => (field, AuthClient.Password))]);
        Assert.StartsWith(Said, left.Notice, StringComparison.Ordinal);
        Assert.StartsWith(action.EndsWith("/sign-out", StringComparison.Ordinal) ? "/account" : page, left.Path, StringComparison.Ordinal);
        Assert.Equal((303, 200), (left.FirstStatus, left.Status));

        // All of the second user's is as it was, and the page shows it.
        Assert.True(await second.IsAcceptedAsync());
        Assert.Equal(second.Email, (string?)(await second.MeAsync())["email"]);
        await Answer.ExpectAsync(200, await left.Cookies.GetAsync("/auth/me"));
        Assert.Equal(await second.IdAsync(), left.Page.QuerySelector($"input[name={FormBrowser.ShownTo}]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Repeated_on_the_page_that_is_shown_then_it_works_and_the_notice_speaks_the_language_of_the_page()
    {
        using var first = await shared.NewClient().RegisterAsync();
        using var second = await shared.NewClient().RegisterAsync();
        using var left = new FormBrowser(shared.Server.Address);
        left.Headers["Accept-Language"] = "de";
        await SignInAsync(left, first.Email);
        await left.OpenAsync("/account/devices");
        using var right = new FormBrowser(left.Cookies);
        await ChangeUserAsync(right, second.Email);
        await left.SendAsync("/account/devices/rename", ("device", "desk"));
        Assert.StartsWith("Sie sind jetzt als jemand anderes angemeldet", left.Notice, StringComparison.Ordinal);
        await left.SendAsync("/account/devices/end-others");
        Assert.False(await second.IsAcceptedAsync());
        Assert.True(await first.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_form_of_the_console_counts_for_the_administrator_who_saw_it()
    {
        using var victim = await shared.NewClient().RegisterAsync();
        using var second = await shared.NewClient().RegisterAsync();
        await admin.SetRolesAsync(await second.IdAsync(), "admin");
        using var left = new FormBrowser(shared.Server.Address);
        await SignInAsync(left, admin.Client.Email);
        var path = $"/console/users/{await victim.IdAsync()}";
        await left.OpenAsync(path);
        using var right = new FormBrowser(left.Cookies);
        await ChangeUserAsync(right, second.Email);
        await left.SendAsync("/lock");
        Assert.Equal($"{path}?error=another_user", left.Path);
        Assert.StartsWith(Said, left.Notice, StringComparison.Ordinal);
        Assert.True(await victim.IsAcceptedAsync());
        await left.SendAsync("/lock");
        Assert.False(await victim.IsAcceptedAsync());
    }

    [Fact]
    public async Task The_second_step_of_a_proof_counts_for_the_user_who_began_it()
    {
        using var first = await shared.NewClient().RegisterAsync();
        using var second = await shared.NewClient().RegisterAsync();
        using var left = new FormBrowser(shared.Server.Address);
        await SignInAsync(left, first.Email);
        var (app, _) = await AuthenticatorApp.AddAsync(first);
        await left.OpenAsync("/account/confirm");
        await left.SendAsync("/account/confirm", ("password", AuthClient.Password));
        Assert.Equal("One more step", left.Heading);
        using var right = new FormBrowser(left.Cookies);
        await ChangeUserAsync(right, second.Email);
        await left.SendAsync("/account/confirm/second-factor", ("code", app.NextCode()));
        Assert.Equal("/account/confirm?error=another_user", left.Path);
        Assert.StartsWith(Said, left.Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account/security", "/account/security/app")]
    [InlineData("/console/users/{0}", "/console/users/roles")]
    public async Task Who_is_signed_out_meanwhile_signs_in_and_comes_back(string page, string action)
    {
        var path = string.Format(CultureInfo.InvariantCulture, page, await admin.Client.IdAsync());
        using var left = new FormBrowser(shared.Server.Address);
        await SignInAsync(left, admin.Client.Email);
        await left.OpenAsync(path);
        using var right = new FormBrowser(left.Cookies);
        await right.OpenAsync("/account");
        await right.SendAsync("/account/sign-out");
        await left.SendAsync(action);
        Assert.Equal(($"/account/sign-in?return={Uri.EscapeDataString(path)}", ""), (left.Path, left.Notice));
    }

    [Fact]
    public async Task Each_form_of_a_user_says_whose_it_is_and_no_other_does()
    {
        using var browser = new FormBrowser(shared.Server.Address);
        await browser.OpenAsync("/account/sign-in");
        Assert.Empty(browser.Page.QuerySelectorAll($"input[name={FormBrowser.ShownTo}]"));
        await SignInAsync(browser, admin.Client.Email);
        var id = await admin.Client.IdAsync();
        foreach (var page in Pages.Append($"/console/users/{id}"))
        {
            await browser.OpenAsync(page);
            Assert.Equal(200, browser.Status);
            foreach (var form in browser.Page.QuerySelectorAll("form"))
            {
                var isOfUser = form.GetAttribute("method") == "post" && form.GetAttribute("action") != "/account/language";
                var shown = form.QuerySelectorAll($"input[name={FormBrowser.ShownTo}]").Select(static input => input.GetAttribute("value"));
                Assert.Equal(isOfUser ? [id] : [], shown);
            }
        }

        foreach (var page in (string[])["/account/sign-in", "/account/sign-up", "/account/forgot-password", "/account/reset-password", "/account/undo-email"])
        {
            await browser.OpenAsync(page);
            Assert.Empty(browser.Page.QuerySelectorAll($"input[name={FormBrowser.ShownTo}]"));
        }
    }

    [Fact]
    public async Task A_form_that_says_nothing_of_its_user_does_nothing()
    {
        using var user = await shared.NewClient().RegisterAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await SignInAsync(browser, user.Email);
        await browser.ForgeAsync("/account/devices/end-others", (FormBrowser.ShownTo, ""));
        Assert.StartsWith(Said, browser.Notice, StringComparison.Ordinal);
        Assert.True(await user.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_button_of_an_app_that_knows_no_user_signs_out()
    {
        using var user = await shared.NewClient().RegisterAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await SignInAsync(browser, user.Email);
        await browser.ForgeAsync("/account/sign-out", (FormBrowser.ShownTo, ""));
        Assert.StartsWith("/account/sign-in", browser.Path, StringComparison.Ordinal);
        await browser.OpenAsync("/account/devices");
        Assert.StartsWith("/account/sign-in", browser.Path, StringComparison.Ordinal);
    }

    private static IElement Form(FormBrowser browser, string action) =>
        browser.Page.QuerySelectorAll("form").First(form => form.GetAttribute("action")!.EndsWith(action, StringComparison.Ordinal));

    private static async Task ChangeUserAsync(FormBrowser browser, string email)
    {
        await browser.OpenAsync("/account/devices");
        await browser.SendAsync("/account/sign-out");
        await SignInAsync(browser, email);
    }

    private static async Task SignInAsync(FormBrowser browser, string email)
    {
        await browser.OpenAsync("/account/sign-in");
        await browser.SendAsync("/account/sign-in", ("email", email), ("password", AuthClient.Password));
        Assert.Contains("/account/devices", browser.Path, StringComparison.Ordinal);
    }
}
