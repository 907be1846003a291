using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>The box "Stay signed in": it counts for each way to sign in, and past each step.</summary>
public abstract class StayPageTests<TStore>(MailedServer<TStore> shared, StrictServer<TStore> strict)
    where TStore : TestStore, new()
{
    private const string Security = "/account/security";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_counts_for_a_password_with_a_second_step_and_stays_as_it_was_after_a_fault(bool stays)
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(owner);
        using var browser = new FormBrowser(shared.Server.Address);
        await OpenAsync(browser, "/account/sign-in", stays);
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", "wrong, and long enough"));
        Assert.Equal(stays, browser.Page.QuerySelector("input[type=checkbox][name=stay]")!.HasAttribute("checked"));
        Assert.Equal(stays ? "true" : "", browser.Page.QuerySelector("form[data-passkey] input[name=stay]")!.GetAttribute("value") ?? "");
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        await browser.SendAsync("/account/second-factor", ("code", app.WrongCode()));
        await browser.SendAsync("/account/second-factor", ("code", app.NextCode()));
        Assert.Equal(("Your devices", stays), (browser.Heading, browser.IsPersistent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_counts_for_a_link_which_goes_back_to_where_the_browser_wanted_to_go(bool stays)
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await browser.OpenAsync(Security);
        await browser.PressAsync("/account/link/begin", stays);
        Assert.Equal(stays, browser.Page.QuerySelector("input[type=checkbox][name=stay]")!.HasAttribute("checked"));
        await browser.SendAsync("/account/link", ("email", owner.Email));
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);
        await browser.SendAsync("/account/link/open", ("token", "wrong"));
        Assert.StartsWith("This code was used before", browser.Notice, StringComparison.Ordinal);

        // The link of the mail opens the page anew.
        await browser.OpenAsync(mail.Link.AbsolutePath);
        await browser.SendAsync("/account/link/open", ("token", mail.Code));
        Assert.Equal(("Security", stays), (browser.Heading, browser.IsPersistent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_counts_for_a_link_with_a_second_step(bool stays)
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(owner);
        using var browser = new FormBrowser(shared.Server.Address);
        await OpenAsync(browser, "/account/link?return=%2Faccount%2Fsecurity", stays);
        await browser.SendAsync("/account/link", ("email", owner.Email));
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);
        await browser.SendAsync("/account/link/open", ("token", mail.Code));
        Assert.Equal("One more step", browser.Heading);
        await browser.SendAsync("/account/second-factor", ("code", app.NextCode()));
        Assert.Equal(("Security", stays), (browser.Heading, browser.IsPersistent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_counts_for_a_sign_up(bool stays)
    {
        using var browser = new FormBrowser(shared.Server.Address);
        await OpenAsync(browser, "/account/sign-up", stays);
        await browser.SendAsync("/account/sign-up", ("email", AuthClient.NewEmail()), ("password", AuthClient.Password));
        Assert.Equal(("Your devices", stays), (browser.Heading, browser.IsPersistent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_counts_for_a_sign_up_that_adds_a_second_step(bool stays)
    {
        using var browser = new FormBrowser(strict.Server.Address);
        await OpenAsync(browser, "/account/sign-up", stays);
        await browser.SendAsync("/account/sign-up", ("email", AuthClient.NewEmail()), ("password", AuthClient.Password));
        await browser.SendAsync("/account/enrol/app");
        var app = new AuthenticatorApp(browser.Page.QuerySelector("input[name=secret]")!.GetAttribute("value")!);
        await browser.SendAsync("/account/enrol/app/confirm", ("code", app.NextCode()));
        Assert.Equal(("Recovery codes", stays), (browser.Heading, browser.IsPersistent));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    public async Task The_cookie_of_a_link_leads_to_no_other_site(string address)
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await browser.ForgeAsync("/account/link", ("email", owner.Email), ("return", address));
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);
        await browser.SendAsync("/account/link/open", ("token", mail.Code));
        Assert.Equal(("/account/devices", false), (browser.Path, browser.IsPersistent));
    }

    [Fact]
    public async Task An_address_too_long_for_a_cookie_leaves_the_link_working()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await browser.ForgeAsync("/account/link", ("email", owner.Email), ("return", $"/account/security?x={new string('x', 4_000)}"), ("stay", "true"));
        Assert.All(browser.Cookies.Jar.Values, static value => Assert.InRange(value.Length, 1, 3_000));
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);
        await browser.SendAsync("/account/link/open", ("token", mail.Code));
        Assert.Equal(("/account/devices", true), (browser.Path, browser.IsPersistent));
    }

    private static async Task OpenAsync(FormBrowser browser, string path, bool stays)
    {
        await browser.OpenAsync(path);
        if (!stays)
        {
            browser.Uncheck();
        }
    }
}
