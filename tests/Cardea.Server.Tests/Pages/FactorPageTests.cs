using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>The second step on pages, without scripts.</summary>
public abstract class FactorPageTests<TStore>(MailedServer<TStore> shared, StrictServer<TStore> strict)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task An_authenticator_app_is_added_used_and_removed()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await SignInAsync(browser, owner.Email);
        await browser.OpenAsync("/account/security");
        await browser.SendAsync("/account/security/app");
        var app = new AuthenticatorApp(browser.Page.QuerySelector("input[name=secret]")!.GetAttribute("value")!);
        Assert.StartsWith("data:image/png;base64,", browser.Page.QuerySelector(".cardea-qr")!.GetAttribute("src"), StringComparison.Ordinal);
        await browser.SendAsync("/account/security/app/confirm", ("code", app.WrongCode()));
        Assert.StartsWith("The code is wrong", browser.Notice, StringComparison.Ordinal);
        await browser.SendAsync("/account/security/app/confirm", ("code", app.NextCode()));
        Assert.Equal("Recovery codes", browser.Heading);
        string[] codes = [.. browser.Page.QuerySelectorAll(".cardea-codes code").Select(static code => code.TextContent)];
        Assert.NotEmpty(codes);

        using var phone = new FormBrowser(shared.Server.Address);
        await SignInAsync(phone, owner.Email);
        Assert.Equal("One more step", phone.Heading);
        await phone.SendAsync("/account/second-factor", ("code", app.WrongCode()));
        Assert.StartsWith("The code is wrong", phone.Notice, StringComparison.Ordinal);
        await phone.SendAsync("/account/second-factor", ("code", codes[0]));
        Assert.Equal("Your devices", phone.Heading);

        await browser.OpenAsync("/account/security");
        await browser.SendAsync("/account/security/app/remove");
        Assert.Equal("The authenticator app is removed.", browser.Notice);
    }

    [Fact]
    public async Task Who_needs_a_second_step_adds_one_while_signing_up()
    {
        using var browser = new FormBrowser(strict.Server.Address);
        var email = AuthClient.NewEmail();
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/sign-up", ("email", email), ("password", AuthClient.Password));
        Assert.Equal("Add a second step", browser.Heading);
        await browser.SendAsync("/account/enrol/app");
        var app = new AuthenticatorApp(browser.Page.QuerySelector("input[name=secret]")!.GetAttribute("value")!);
        await browser.SendAsync("/account/enrol/app/confirm", ("code", app.NextCode()));
        Assert.Equal("Recovery codes", browser.Heading);
        await browser.OpenAsync(browser.Page.QuerySelector("main .cardea-button")!.GetAttribute("href")!);
        Assert.Equal("Your devices", browser.Heading);
    }

    [Fact]
    public async Task A_new_administrator_is_led_to_a_second_step_and_then_to_the_console()
    {
        await using var server = await strict.StartTwinAsync("administrators");
        using var browser = new FormBrowser(server.Address);
        var email = AuthClient.NewEmail();
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/sign-up", ("email", email), ("password", AuthClient.Password));
        await strict.RunAsync("users", "roles", email, "--add", "admin");
        await Eventually.HoldsAsync(async () => (await browser.OpenAsync("/console")).Heading == "Security");
        Assert.Equal("For this you need a second step. Add one first.", browser.Notice);

        await browser.SendAsync("/account/security/app");
        var app = new AuthenticatorApp(browser.Page.QuerySelector("input[name=secret]")!.GetAttribute("value")!);
        await browser.SendAsync("/account/security/app/confirm", ("code", app.NextCode()));
        Assert.Equal("Recovery codes", browser.Heading);
        var codes = browser.Page.QuerySelectorAll(".cardea-codes code").Select(static code => code.TextContent).ToArray();
        await browser.OpenAsync("/console");
        Assert.Equal("Is it you?", browser.Heading);
        await browser.SendAsync("/account/confirm", ("password", AuthClient.Password));
        Assert.Equal("One more step", browser.Heading);
        await browser.SendAsync("/account/confirm/second-factor", ("code", codes[0]));
        Assert.Equal(("/console", "Figures"), (browser.Path, browser.Heading));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("====================================")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("aaaa bbbb cccc dddd eeee ffff gg!")]
    public async Task A_key_that_is_none_is_drawn_in_no_picture(string key)
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await SignInAsync(browser, owner.Email);
        await browser.OpenAsync("/account/security");
        await browser.SendAsync("/account/security/app");
        await browser.ForgeAsync("/account/security/app/confirm", ("code", "000000"), ("secret", key), ("uri", $"otpauth://totp/{new string('x', 4_000)}"));
        Assert.InRange(browser.Status, 400, 499);
        Assert.Null(browser.Page.QuerySelector(".cardea-qr"));
    }

    [Fact]
    public async Task The_picture_is_of_the_account_whatever_the_form_sends_and_a_refused_attempt_has_none()
    {
        using var browser = new FormBrowser(strict.Server.Address);
        var email = AuthClient.NewEmail();
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/sign-up", ("email", email), ("password", AuthClient.Password));
        await browser.SendAsync("/account/enrol/app");
        var first = Picture(browser);
        var app = new AuthenticatorApp(browser.Page.QuerySelector("input[name=secret]")!.GetAttribute("value")!);
        await browser.SendAsync("/account/enrol/app/confirm", ("code", app.WrongCode()));
        Assert.Equal(first, Picture(browser));
        await browser.SendAsync("/account/enrol/app/confirm", ("code", app.WrongCode()), ("account", new string('é', 4_000)));
        Assert.Equal(401, browser.Status);
        Assert.NotNull(Picture(browser));

        for (var count = 0; count < 30 && browser.Status != 429; count++)
        {
            await browser.SendAsync("/account/enrol/app/confirm", ("code", app.WrongCode()));
        }

        Assert.Equal(429, browser.Status);
        Assert.Null(browser.Page.QuerySelector(".cardea-qr"));
        Assert.Contains("code", browser.Page.QuerySelector(".cardea-notice")!.GetAttribute("data-sent")!.Split(' '));
    }

    [Fact]
    public async Task After_a_wrong_code_the_page_offers_what_it_offered_before()
    {
        using var browser = new FormBrowser(shared.Server.Address);
        await browser.ForgeAsync("/account/sign-in", ("email", AuthClient.NewEmail()), ("password", AuthClient.Password));
        using var owner = await shared.NewClient().RegisterAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(owner);
        await SignInAsync(browser, owner.Email);
        const string options = """{"challenge":"x"}""";
        await browser.SendAsync("/account/second-factor", ("code", app.WrongCode()), ("methods", "passkey recovery_code"), ("options", options));
        Assert.Equal(options, browser.Page.QuerySelector("form[data-passkey=second-factor]")!.GetAttribute("data-options"));
        Assert.Equal("A recovery code", browser.Page.QuerySelector("label[for=code]")!.TextContent);
        await browser.SendAsync("/account/second-factor", ("code", app.NextCode()));
        Assert.Equal("Your devices", browser.Heading);
    }

    private static string? Picture(FormBrowser browser) => browser.Page.QuerySelector(".cardea-qr")?.GetAttribute("src");

    private static async Task SignInAsync(FormBrowser browser, string email)
    {
        await browser.OpenAsync("/account/sign-in");
        await browser.SendAsync("/account/sign-in", ("email", email), ("password", AuthClient.Password));
    }
}
