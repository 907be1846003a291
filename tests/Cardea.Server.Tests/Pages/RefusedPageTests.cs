using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>What follows a form that was refused: no address of its page sends a password again, and none forgets where the browser wanted to go.</summary>
public abstract class RefusedPageTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    private const string Back = "/account/sign-in?return=%2Faccount%2Fsecurity";
    private const string Wrong = "wrong, and long enough";

    [Fact]
    public async Task A_wrong_password_leads_to_a_page_that_can_be_loaded_again()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = await OpenAsync(Back);
        await browser.Uncheck().SendAsync("/account/sign-in", ("email", owner.Email), ("password", Wrong));
        for (var count = 0; count < 2; count++)
        {
            Assert.Equal("The e-mail address or the password is wrong.", browser.Notice);
            Assert.Equal(owner.Email, browser.Page.QuerySelector("#email")!.GetAttribute("value"));
            Assert.False(browser.Page.QuerySelector("input[type=checkbox][name=stay]")!.HasAttribute("checked"));
            Assert.DoesNotContain(owner.Email, browser.Path, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith("/account/sign-in?", browser.Path, StringComparison.Ordinal);
            Assert.Equal(count == 0 ? 303 : 200, browser.FirstStatus);
            await browser.OpenAsync(browser.Path);
        }

        await browser.SendAsync("/account/language", ("language", "de"));
        Assert.Equal("Die E-Mail-Adresse oder das Passwort ist falsch.", browser.Notice);
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        Assert.EndsWith("/account/security", browser.Path, StringComparison.Ordinal);

        // Nobody else finds the address here.
        await browser.OpenAsync("/account/sign-in?error=invalid_credentials");
        Assert.True(string.IsNullOrEmpty(browser.Page.QuerySelector("#email")!.GetAttribute("value")));
    }

    [Fact]
    public async Task What_was_typed_is_in_a_cookie_of_the_pages_that_no_script_reads()
    {
        using var browser = await OpenAsync(Back);
        using var content = new FormUrlEncodedContent([new("email", AuthClient.NewEmail()), new("password", Wrong)]);
        using var answer = await browser.Cookies.SendContentAsync(HttpMethod.Post, "/account/sign-in", content);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("; path=/account;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Wrong, Uri.UnescapeDataString(cookie), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-up")]
    public async Task A_code_without_words_says_nothing(string page)
    {
        using var browser = await OpenAsync($"{page}?error=%3Cb%3Eyou+were+hacked");
        Assert.Equal(("", 200), (browser.Notice, browser.Status));
    }

    [Fact]
    public async Task A_taken_address_leads_to_a_page_that_can_be_loaded_again()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = await OpenAsync("/account/sign-up?return=%2Faccount%2Fsecurity");
        await browser.SendAsync("/account/sign-up", ("email", owner.Email), ("password", AuthClient.Password));
        Assert.Equal((303, "There is an account with this address already. Sign in instead."), (browser.FirstStatus, browser.Notice));
        await browser.OpenAsync(browser.Path);
        Assert.Equal(owner.Email, browser.Page.QuerySelector("#email")!.GetAttribute("value"));
        await browser.SendAsync("/account/sign-up", ("email", AuthClient.NewEmail()), ("password", AuthClient.Password));
        Assert.EndsWith("/account/security", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_invitation_leads_to_its_own_page_which_keeps_the_code()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = await OpenAsync("/account/invitation");
        await browser.SendAsync("/account/invitation", ("invitation", "no-invitation"), ("email", owner.Email), ("password", AuthClient.Password));
        Assert.Equal(303, browser.FirstStatus);
        Assert.StartsWith("/account/invitation?error=", browser.Path, StringComparison.Ordinal);
        Assert.NotEqual("", browser.Notice);
        Assert.Equal(owner.Email, browser.Page.QuerySelector("#email")!.GetAttribute("value"));
        Assert.Equal("no-invitation", browser.Page.QuerySelector("input[name=invitation]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_wrong_code_of_the_second_step_leads_to_a_page_that_can_be_loaded_again()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(owner);
        using var browser = await OpenAsync(Back);
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        await browser.SendAsync("/account/second-factor", ("code", app.WrongCode()));
        Assert.StartsWith("The code is wrong", browser.Notice, StringComparison.Ordinal);
        Assert.Equal(303, browser.FirstStatus);
        await browser.OpenAsync(browser.Path);
        Assert.StartsWith("The code is wrong", browser.Notice, StringComparison.Ordinal);
        await browser.SendAsync("/account/language", ("language", "de"));
        await browser.SendAsync("/account/second-factor", ("code", app.NextCode()));
        Assert.EndsWith("/account/security", browser.Path, StringComparison.Ordinal);
        await browser.OpenAsync("/account/second-factor");
        Assert.Equal("/account/devices", browser.Path);
    }

    [Fact]
    public async Task The_pause_after_too_many_attempts_is_on_the_page_that_can_be_loaded_again()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = await OpenAsync(Back);
        for (var count = 0; count < 30 && browser.Status != 429; count++)
        {
            await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", Wrong));
        }

        for (var count = 0; count < 2; count++)
        {
            Assert.Equal(429, browser.Status);
            Assert.InRange(browser.Answer!.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 86_400);
            var notice = browser.Page.QuerySelector(".cardea-notice")!;
            Assert.StartsWith("There were too many attempts. Wait ", browser.Notice, StringComparison.Ordinal);
            Assert.Contains("password", notice.GetAttribute("data-sent")!.Split(' '));
            Assert.NotEqual("", notice.GetAttribute("data-retry-after"));
            await browser.OpenAsync(browser.Path);
        }
    }

    [Fact]
    public async Task A_page_that_answers_a_form_still_knows_where_the_browser_wanted_to_go()
    {
        using var browser = await OpenAsync("/account/sign-up?return=%2Faccount%2Fsecurity");
        await browser.SendAsync("/account/sign-up", ("email", AuthClient.NewEmail()), ("password", "short"));
        Assert.Equal(400, browser.Status);
        await browser.SendAsync("/account/language", ("language", "de"));
        Assert.StartsWith("/account/sign-up?return=", browser.Path, StringComparison.Ordinal);
        await browser.SendAsync("/account/sign-up", ("email", AuthClient.NewEmail()), ("password", AuthClient.Password));
        Assert.EndsWith("/account/security", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_that_asks_for_the_code_of_a_link_still_knows_where_the_browser_wanted_to_go()
    {
        using var browser = await OpenAsync("/account/link?return=%2Faccount%2Fsecurity");
        await browser.SendAsync("/account/link", ("email", AuthClient.NewEmail()));
        await browser.SendAsync("/account/link/open", ("token", "wrong"));
        var back = browser.Page.QuerySelector("input[name=back]")!.GetAttribute("value")!;
        Assert.StartsWith("/account/link?return=", back, StringComparison.Ordinal);
        Assert.EndsWith("%2Faccount%2Fsecurity", back, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_that_is_sent_after_the_session_ended_comes_back_to_the_proof()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = await OpenAsync("/account/sign-in");
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        await browser.OpenAsync("/account/confirm?return=%2Faccount%2Fsecurity");
        browser.Cookies.Jar.Clear();
        await browser.SendAsync("/account/confirm", ("password", AuthClient.Password));
        var back = Uri.UnescapeDataString(browser.Page.QuerySelector("#sign-in input[name=return]")!.GetAttribute("value")!);
        Assert.Contains("/account/confirm?return=", back, StringComparison.Ordinal);
        Assert.EndsWith("/account/security", back, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_on_a_page_of_the_account_leads_to_a_page_that_can_be_loaded_again()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = await OpenAsync("/account/sign-in");
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", AuthClient.Password));
        await browser.OpenAsync("/account/security");
        await browser.SendAsync("/account/security/password", ("currentPassword", Wrong), ("newPassword", AccountRequests.NewPassword));
        Assert.Equal((303, "/account/security?error=invalid_credentials"), (browser.FirstStatus, browser.Path));
        Assert.Equal("The e-mail address or the password is wrong.", browser.Notice);
        await browser.OpenAsync("/account/confirm?return=%2Faccount%2Fsecurity");
        await browser.SendAsync("/account/confirm", ("password", Wrong));
        Assert.Equal((303, "The e-mail address or the password is wrong."), (browser.FirstStatus, browser.Notice));
        await browser.SendAsync("/account/confirm", ("password", AuthClient.Password));
        Assert.EndsWith("/account/security", browser.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no base64url!")]
    [InlineData("bm8ganNvbg")]
    [InlineData("e30")]
    [InlineData("bnVsbA")]
    public async Task A_cookie_that_the_pages_did_not_write_shows_nothing(string value)
    {
        using var browser = await OpenAsync("/account/sign-in");
        browser.Cookies.Jar[$"cardea-{shared.Server.Address.Port}-refused"] = value;
        await browser.OpenAsync("/account/second-factor?error=invalid_second_factor");
        Assert.Equal((200, "Sign in"), (browser.Status, browser.Heading));
    }

    private async Task<FormBrowser> OpenAsync(string path)
    {
        var browser = new FormBrowser(shared.Server.Address);
        return await browser.OpenAsync(path);
    }
}
