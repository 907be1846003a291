using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>The built-in pages that mails link to, in a browser.</summary>
public sealed class AccountPageTests(MailedServer<SqliteStore> shared)
{
    [Fact]
    public async Task The_links_of_mails_are_followed_to_the_end()
    {
        await using var browser = await Browser.StartAsync();
        using var owner = await shared.NewClient().RegisterAsync();

        var verifies = await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail);
        await OpenAsync(browser, verifies.Link);
        Assert.False((bool)(await owner.MeAsync())["emailVerified"]!);
        await browser.FillAsync("#password", "not the right password");
        await ClickAsync(browser, "The e-mail address or the password is wrong.");
        await browser.FillAsync("#password", AuthClient.Password);
        await ClickAsync(browser, "Your address is confirmed.");
        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);
        await OpenAsync(browser, verifies.Link);
        await browser.FillAsync("#password", AuthClient.Password);
        await ClickAsync(browser, "This code was used before");

        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        await OpenAsync(browser, (await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword)).Link);
        await browser.FillAsync("#newPassword", "short");
        await ClickAsync(browser, "It has 5 characters");
        await browser.FillAsync("#newPassword", AccountRequests.NewPassword);
        await ClickAsync(browser, "Your password is changed");
        owner.Keep(await Answer.ExpectAsync(200, await owner.TrySignInAsync(owner.Email, AccountRequests.NewPassword)));

        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email, AccountRequests.NewPassword));
        await OpenAsync(browser, (await shared.Mail.NextAsync(email)).Link);
        await browser.FillAsync("#password", AccountRequests.NewPassword);
        await ClickAsync(browser, "From now on you sign in with this address.");
        Assert.Equal(email, (string?)(await owner.MeAsync())["email"]);

        // Where the code got lost on the way.
        await browser.OpenAsync(new($"{shared.Pages}/reset-password"));

        Assert.Contains("lacks its code", await browser.TextAsync("#outcome"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_an_address_takes_the_account_over_or_deletes_it()
    {
        await using var browser = await Browser.StartAsync();
        using var squatter = await shared.NewClient().RegisterAsync();
        using var other = await shared.NewClient().RegisterAsync();
        await OpenAsync(browser, (await shared.Mail.NextAsync(squatter.Email)).Link);
        await browser.FillAsync("#newPassword", AccountRequests.NewPassword);
        await ClickAsync(browser, "The account is yours.", "#take-over button");
        await Answer.ExpectAsync(200, await other.TrySignInAsync(squatter.Email, AccountRequests.NewPassword));

        await OpenAsync(browser, (await shared.Mail.NextAsync(other.Email)).Link);
        await ClickAsync(browser, "The account is deleted.", "#disown button");
        Assert.False(await other.IsAcceptedAsync());
    }

    [Theory]
    [InlineData("verify-email")]
    [InlineData("reset-password")]
    [InlineData("change-email")]
    [InlineData("undo-email")]
    [InlineData("sign-in")]
    public async Task A_page_is_kept_nowhere_framed_nowhere_and_tells_nobody_where_it_is(string page)
    {
        using var client = shared.NewClient();
        using var answer = await client.SendAsync(HttpMethod.Get, $"/account/{page}");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_makes_the_browser_known_and_shows_its_code_elsewhere()
    {
        await using var browser = await Browser.StartAsync();
        using var owner = await shared.RegisterVerifiedAsync();
        await browser.OpenAsync(new($"{shared.Pages}/sign-in"));
        await browser.FillAsync("#email", owner.Email);
        await ClickAsync(browser, "If there is an account", "#ask button");
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);

        await OpenAsync(browser, mail.Link);
        await ClickAsync(browser, "This browser is known now.", "#open button");

        // The page keeps no session.
        Assert.Single(await owner.SessionsAsync());
        await OpenAsync(browser, mail.Link);
        Assert.Equal(mail.Code, await browser.TextAsync("#shown"));
    }

    // By way of an empty page: to a browser, an address that differs behind # only is where it is already.
    private static async Task OpenAsync(Browser browser, Uri link)
    {
        await browser.OpenAsync(new("about:blank"));
        await browser.OpenAsync(link);
        Assert.Empty((await browser.AddressAsync()).Fragment);
    }

    private static async Task ClickAsync(Browser browser, string outcome, string button = "button")
    {
        await browser.ClickAsync(button);
        await Eventually.HoldsAsync(async () => (await browser.TextAsync("#outcome")).StartsWith(outcome, StringComparison.Ordinal));
    }
}
