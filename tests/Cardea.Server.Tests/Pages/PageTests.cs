using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>The pages without scripts: signing up and in, the devices, and what goes wrong.</summary>
public abstract class PageTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Somebody_signs_up_and_signs_another_device_out()
    {
        var email = AuthClient.NewEmail();
        using var desk = NewBrowser();
        desk.Headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
        await desk.OpenAsync("/");
        Assert.Equal("Sign in", desk.Heading);
        await desk.OpenAsync("/account/sign-up");
        await desk.SendAsync("/account/sign-up", ("email", email), ("password", AuthClient.Password));
        Assert.Equal(("/account/devices", "Your devices"), (desk.Path, desk.Heading));
        Assert.Contains("Firefox on Windows", desk.Text, StringComparison.Ordinal);
        Assert.Contains("this device", desk.Text, StringComparison.Ordinal);

        using var phone = NewBrowser();
        await phone.OpenAsync("/account/sign-in");
        await phone.SendAsync("/account/sign-in", ("email", email), ("password", AuthClient.Password));
        Assert.Equal("Your devices", phone.Heading);
        await phone.SendAsync("/account/devices/rename", ("device", "<b>Ada's \"phone\" ✓</b>"));
        Assert.Contains("<b>Ada's \"phone\" ✓</b>", phone.Text, StringComparison.Ordinal);

        await desk.OpenAsync("/");
        Assert.Equal(2, desk.Page.QuerySelectorAll(".cardea-item").Length);
        await desk.SendAsync("/account/devices/end");
        Assert.Equal("That device is signed out, on every service at once.", desk.Notice);
        Assert.Single(desk.Page.QuerySelectorAll(".cardea-item"));

        await phone.OpenAsync("/account/security");
        Assert.Equal("Sign in", phone.Heading);
    }

    [Fact]
    public async Task After_a_sign_in_the_browser_is_where_it_wanted_to_go()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        await browser.OpenAsync("/account/security");
        Assert.Equal("/account/sign-in?return=%2Faccount%2Fsecurity", browser.Path);
        await browser.SendAsync("/account/sign-in", ("email", client.Email), ("password", "wrong, and long enough"));
        Assert.Equal((303, 200), (browser.FirstStatus, browser.Status));
        Assert.Equal("The e-mail address or the password is wrong.", browser.Notice);
        Assert.Equal(client.Email, browser.Page.QuerySelector("#email")!.GetAttribute("value"));
        Assert.DoesNotContain("wrong, and long enough", browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        await browser.SendAsync("/account/sign-in", ("email", client.Email), ("password", AuthClient.Password));
        Assert.EndsWith("/account/security", browser.Path, StringComparison.Ordinal);

        await browser.SendAsync("/account/sign-out");
        Assert.Equal("You are signed out on this device.", browser.Notice);
        await browser.OpenAsync("/account/security");
        Assert.Equal("Sign in", browser.Heading);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/auth/external/work?useCookies=true&returnUrl=/account")]
    [InlineData("/Admin/users")]
    public async Task No_other_site_and_no_operation_is_returned_to(string address)
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        await browser.OpenAsync($"/account/sign-in?return={Uri.EscapeDataString(address)}");
        Assert.True(string.IsNullOrEmpty(browser.Page.QuerySelector("input[name=return]")!.GetAttribute("value")));
        await browser.SendAsync("/account/sign-in", ("email", client.Email), ("password", AuthClient.Password), ("return", address));
        Assert.Equal("/account/devices", browser.Path);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "null")]
    public async Task A_form_of_another_site_does_nothing(string header, string value)
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        browser.Headers[header] = value;
        await browser.ForgeAsync("/account/sign-in", ("email", client.Email), ("password", AuthClient.Password));
        Assert.Equal(403, browser.Status);
        Assert.Equal("Another site sent this form, so nothing was done. Open the page here, and try again.", browser.Notice);
        Assert.Empty(browser.Cookies.Jar);
    }

    [Fact]
    public async Task The_faults_of_a_form_are_said_in_words_and_languages()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var browser = NewBrowser();
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/sign-up", ("email", AuthClient.NewEmail()), ("password", "short"));
        Assert.StartsWith("It has 5 characters", browser.Notice, StringComparison.Ordinal);
        await browser.SendAsync("/account/sign-up", ("email", client.Email), ("password", AuthClient.Password));
        Assert.Equal("There is an account with this address already. Sign in instead.", browser.Notice);

        await browser.SendAsync("/account/language", ("language", "de"));
        Assert.Equal("de", browser.Page.DocumentElement.GetAttribute("lang"));
        await browser.OpenAsync("/account/sign-up");
        await browser.SendAsync("/account/sign-up", ("email", AuthClient.NewEmail()), ("password", "short"));
        Assert.StartsWith("Das Passwort ist zu kurz", browser.Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "email=ada")]
    [InlineData("application/x-www-form-urlencoded", "email=%ff%fe&password=%00")]
    public async Task What_no_form_sends_is_refused_with_a_page(string type, string body)
    {
        using var browser = NewBrowser();
        using var content = new StringContent(body);
        content.Headers.ContentType = new(type);
        using var answer = await browser.Cookies.SendContentAsync(HttpMethod.Post, "/account/sign-in", content);
        Assert.InRange((int)answer.StatusCode, 400, 401);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("email=a&email=b")]
    [InlineData("")]
    public async Task A_form_without_a_password_is_refused_as_one_with_a_wrong_password(string body)
    {
        using var browser = NewBrowser();
        using var content = new StringContent(body);
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var answer = await browser.Cookies.SendContentAsync(HttpMethod.Post, "/account/sign-in", content);
        Assert.Equal((303, "/account/sign-in?error=invalid_credentials"), ((int)answer.StatusCode, answer.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("/account/second-factor")]
    [InlineData("/account/devices/end")]
    [InlineData("/account/language")]
    public async Task The_address_of_a_form_leads_to_the_start(string path)
    {
        using var browser = NewBrowser();
        await browser.OpenAsync(path);
        Assert.Equal((200, "Sign in"), (browser.Status, browser.Heading));
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("sign-up")]
    [InlineData("forgot-password")]
    [InlineData("link")]
    [InlineData("verify-email")]
    [InlineData("reset-password")]
    [InlineData("change-email")]
    [InlineData("undo-email")]
    public async Task A_page_is_kept_nowhere_framed_nowhere_and_runs_no_foreign_script(string page)
    {
        using var browser = NewBrowser();
        await browser.OpenAsync($"/account/{page}");
        Assert.Equal(200, browser.Status);
        Assert.True(browser.Answer!.Headers.CacheControl!.NoStore);
        Assert.Equal("same-origin", browser.Answer.Headers.GetValues("Referrer-Policy").Single());
        var policy = browser.Answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("[style], style, script:not([src]), [onclick]"));
        Assert.All(
            browser.Page.QuerySelectorAll("[src], [href], [action]"),
            static element => Assert.StartsWith("/", element.GetAttribute("src") ?? element.GetAttribute("action") ?? element.GetAttribute("href")!.Replace("#main", "/", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.All(browser.Page.QuerySelectorAll("input:not([type=hidden])"), static input => Assert.True(
            input.Closest("label") is not null || input.Owner!.QuerySelector($"label[for='{input.Id}']") is not null, $"{input.OuterHtml} has no label."));
        Assert.All(browser.Page.QuerySelectorAll("input[type=password], input[type=email]"), static input => Assert.True(input.HasAttribute("autocomplete"), input.OuterHtml));
    }

    private FormBrowser NewBrowser() => new(shared.Server.Address);
}
