using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>The pages that mails link to, without scripts: the link is copied into the page.</summary>
public abstract class MailedPageTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task An_address_is_confirmed_by_its_digits_or_by_the_password()
    {
        using var browser = NewBrowser();
        var email = AuthClient.NewEmail();
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/sign-up", ("email", email), ("password", AuthClient.Password));
        var mail = await shared.Mail.NextAsync(email, MailSubject.VerifyEmail);
        await browser.OpenAsync("/account");
        await browser.SendAsync("/account/verify-email", ("code", mail.Digits));
        Assert.Contains("Your address is confirmed.", browser.Text, StringComparison.Ordinal);

        using var owner = await shared.NewClient().RegisterAsync();
        var other = await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail);
        using var elsewhere = NewBrowser();
        await elsewhere.OpenAsync(other.Link.AbsolutePath);
        await elsewhere.SendAsync("/account/verify-email", ("token", other.Code), ("password", "not the right password"));
        Assert.Equal("The e-mail address or the password is wrong.", elsewhere.Notice);
        await elsewhere.SendAsync("/account/verify-email", ("token", other.Link.ToString()), ("password", AuthClient.Password));
        Assert.Contains("Your address is confirmed.", elsewhere.Text, StringComparison.Ordinal);
        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);

        await elsewhere.OpenAsync(other.Link.AbsolutePath);
        await elsewhere.SendAsync("/account/verify-email", ("token", other.Code), ("password", AuthClient.Password));
        Assert.StartsWith("This code was used before", elsewhere.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_an_address_takes_the_account_over_or_deletes_it()
    {
        using var squatter = await shared.NewClient().RegisterAsync();
        using var other = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        var first = await shared.Mail.NextAsync(squatter.Email, MailSubject.VerifyEmail);
        await browser.OpenAsync(first.Link.AbsolutePath);
        await browser.SendAsync("/account/verify-email", ("token", first.Code), ("newPassword", AccountRequests.NewPassword));
        Assert.Contains("The account is yours.", browser.Text, StringComparison.Ordinal);
        await Answer.ExpectAsync(200, await other.TrySignInAsync(squatter.Email, AccountRequests.NewPassword));

        var second = await shared.Mail.NextAsync(other.Email, MailSubject.VerifyEmail);
        await browser.OpenAsync(second.Link.AbsolutePath);
        await browser.SendAsync("/account/disown", ("token", second.Code));
        Assert.Contains("The account is deleted.", browser.Text, StringComparison.Ordinal);
        Assert.False(await other.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        await browser.OpenAsync("/account/forgot-password");
        await browser.SendAsync("/account/forgot-password", ("email", owner.Email));
        Assert.Equal("Look into your mail", browser.Heading);
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        await browser.OpenAsync(mail.Link.AbsolutePath);
        await browser.SendAsync("/account/reset-password", ("token", mail.Code), ("newPassword", "short"));
        Assert.StartsWith("It has 5 characters", browser.Notice, StringComparison.Ordinal);
        await browser.SendAsync("/account/reset-password", ("token", mail.Code), ("newPassword", AccountRequests.NewPassword));
        Assert.StartsWith("Your password is changed", browser.Notice, StringComparison.Ordinal);
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AccountRequests.NewPassword));
        Assert.Equal("Your devices", browser.Heading);
        Assert.False(await owner.IsAcceptedAsync());
    }

    [Fact]
    public async Task A_forgotten_password_does_not_lose_where_the_user_wanted_to_go()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        await browser.OpenAsync("/account/sign-in?return=%2Faccount%2Fsecurity");
        await browser.OpenAsync(browser.Page.QuerySelector("a[href*='/account/forgot-password']")!.GetAttribute("href")!);
        Assert.EndsWith("account%2Fsecurity", browser.Page.QuerySelector("a[href*='/account/sign-in']")!.GetAttribute("href"), StringComparison.Ordinal);
        await browser.SendAsync("/account/forgot-password", ("email", owner.Email));
        Assert.EndsWith("account%2Fsecurity", browser.Page.QuerySelector("main a")!.GetAttribute("href"), StringComparison.Ordinal);

        // The link of the mail opens the page anew.
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        await browser.OpenAsync(mail.Link.AbsolutePath);
        await browser.SendAsync("/account/reset-password", ("token", mail.Code), ("newPassword", "short"));
        await browser.SendAsync("/account/reset-password", ("token", mail.Code), ("newPassword", AccountRequests.NewPassword));
        Assert.StartsWith("Your password is changed", browser.Notice, StringComparison.Ordinal);
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AccountRequests.NewPassword));
        Assert.Equal("Security", browser.Heading);
        Assert.DoesNotContain(browser.Cookies.Jar.Keys, static name => name.EndsWith("-reset", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_link_back_to_the_sign_in_keeps_where_the_user_wanted_to_go()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        await AuthenticatorApp.AddAsync(owner);
        using var browser = NewBrowser();
        foreach (var page in (string[])["sign-up", "forgot-password", "link"])
        {
            await browser.OpenAsync($"/account/{page}?return=%2Faccount%2Fsecurity");
            AssertLeadsBack(browser);
        }

        await browser.OpenAsync("/account/sign-in?return=%2Faccount%2Fsecurity");
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        Assert.Equal("One more step", browser.Heading);
        AssertLeadsBack(browser);

        static void AssertLeadsBack(FormBrowser browser) =>
            Assert.EndsWith("account%2Fsecurity", browser.Page.QuerySelector("main a[href*='/account/sign-in']")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("/auth/external/work")]
    public async Task A_forgotten_password_leads_to_no_address_that_is_not_allowed(string address)
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        await browser.OpenAsync($"/account/forgot-password?return={Uri.EscapeDataString(address)}");
        Assert.True(string.IsNullOrEmpty(browser.Page.QuerySelector("input[name=return]")!.GetAttribute("value")));
        await browser.SendAsync("/account/forgot-password", ("email", owner.Email), ("return", address));
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        await browser.OpenAsync(mail.Link.AbsolutePath);
        await browser.SendAsync("/account/reset-password", ("token", mail.Code), ("newPassword", AccountRequests.NewPassword));
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AccountRequests.NewPassword));
        Assert.Equal("/account/devices", browser.Path);
    }

    [Fact]
    public async Task An_account_moves_to_another_address_and_the_old_one_takes_it_back()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var browser = await SignInAsync(owner.Email);
        var email = AuthClient.NewEmail();
        await browser.OpenAsync("/account");
        await browser.SendAsync("/account/email", ("newEmail", email), ("password", AuthClient.Password));
        Assert.StartsWith("A mail is on its way to the new address.", browser.Notice, StringComparison.Ordinal);
        var mail = await shared.Mail.NextAsync(email, MailSubject.ChangeEmail);
        await browser.OpenAsync(mail.Link.AbsolutePath);
        Assert.Contains($"Your account {owner.Email} moves", browser.Text, StringComparison.Ordinal);
        await browser.SendAsync("/account/change-email", ("token", mail.Code));
        Assert.Contains("From now on you sign in with the new address.", browser.Text, StringComparison.Ordinal);

        var changed = await shared.Mail.NextAsync(owner.Email, MailSubject.EmailChanged);
        using var old = NewBrowser();
        await old.OpenAsync(changed.Link.AbsolutePath);
        await old.SendAsync("/account/undo-email", ("token", changed.Code));
        Assert.Contains("The account has this address again.", old.Text, StringComparison.Ordinal);
        await browser.OpenAsync("/account");
        Assert.Equal("Sign in", browser.Heading);
    }

    [Fact]
    public async Task Mails_speak_the_language_that_was_chosen_on_a_page()
    {
        using var browser = NewBrowser();
        browser.Headers["Accept-Language"] = "en";
        var email = AuthClient.NewEmail();
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/language", ("language", "de"));
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/sign-up", ("email", email), ("password", AuthClient.Password));
        Assert.StartsWith("Bestätigen Sie", (await shared.Mail.NextAsync(email)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_signs_in_where_it_was_asked_for_and_nowhere_else()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var browser = NewBrowser();
        await browser.OpenAsync("/account/link");
        await browser.SendAsync("/account/link", ("email", owner.Email));
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);

        using var elsewhere = NewBrowser();
        await elsewhere.ForgeAsync("/account/link/open", ("token", mail.Code));
        Assert.StartsWith("This code was used before", elsewhere.Notice, StringComparison.Ordinal);
        await elsewhere.OpenAsync("/account/devices");
        Assert.Equal("Sign in", elsewhere.Heading);

        await browser.SendAsync("/account/link/open", ("token", mail.Link.ToString()));
        Assert.Equal("Your devices", browser.Heading);
    }

    [Fact]
    public async Task An_account_is_exported_and_deleted()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var browser = await SignInAsync(owner.Email);
        await browser.OpenAsync("/account");
        await browser.SendAsync("/account/export");
        Assert.Equal("application/json", browser.Answer!.Content.Headers.ContentType!.MediaType);
        Assert.Contains(owner.Email, await browser.Answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await browser.OpenAsync("/account");
        await browser.SendAsync("/account/delete", ("password", "not the right password"));
        Assert.Equal("The e-mail address or the password is wrong.", browser.Notice);
        await browser.SendAsync("/account/delete", ("password", AuthClient.Password));
        Assert.Equal("Goodbye", browser.Heading);
        Assert.False(await owner.IsAcceptedAsync());
    }

    private FormBrowser NewBrowser() => new(shared.Server.Address);

    private async Task<FormBrowser> SignInAsync(string email)
    {
        var browser = NewBrowser();
        await browser.OpenAsync("/account/sign-in");
        return await browser.SendAsync("/account/sign-in", ("email", email), ("password", AuthClient.Password));
    }
}
