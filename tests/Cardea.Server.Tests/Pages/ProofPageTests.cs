using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Pages;

/// <summary>A mailed code in a browser that must prove more: the page offers what the account takes.</summary>
public abstract class ProofPageTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Theory]
    [InlineData("password", AuthClient.Password)]
    [InlineData("newPassword", AccountRequests.NewPassword)]
    public async Task Who_is_signed_in_to_another_account_confirms_with_a_proof(string proof, string value)
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var other = await shared.NewClient().RegisterAsync();
        using var browser = await SignInAsync(other.Email);
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail);
        await browser.OpenAsync(mail.Link.AbsolutePath);
        await browser.SendAsync("/account/verify-email", ("token", mail.Code));
        Assert.StartsWith("The code alone is not enough.", browser.Notice, StringComparison.Ordinal);
        Assert.Contains($"You are signed in as {other.Email}, which is another account.", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("form[data-passkey]"));

        await browser.SendAsync("/account/verify-email", ("token", mail.Code), ("password", "not the right password"));
        Assert.Equal("The e-mail address or the password is wrong.", browser.Notice);
        await browser.SendAsync("/account/verify-email", ("token", mail.Code), (proof, value));
        Assert.True((bool)(await LoginAsync(owner.Email, value))["emailVerified"]!);
    }

    [Fact]
    public async Task Who_is_signed_in_to_another_account_moves_an_account_with_its_password()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var other = await shared.NewClient().RegisterAsync();
        var email = AuthClient.NewEmail();
        using var first = await SignInAsync(owner.Email);
        await first.OpenAsync("/account");
        await first.SendAsync("/account/email", ("newEmail", email), ("password", AuthClient.Password));
        var mail = await shared.Mail.NextAsync(email, MailSubject.ChangeEmail);

        using var browser = await SignInAsync(other.Email);
        await browser.OpenAsync(mail.Link.AbsolutePath);
        await browser.SendAsync("/account/change-email", ("token", mail.Code));
        Assert.Contains($"You are signed in as {other.Email}, which is another account.", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("[name=newPassword]"));
        await browser.SendAsync("/account/change-email", ("token", mail.Code), ("password", AuthClient.Password));
        Assert.Contains("From now on you sign in with the new address.", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password", AuthClient.Password)]
    [InlineData("newPassword", AccountRequests.NewPassword)]
    public async Task A_link_to_an_address_that_nobody_confirmed_asks_for_a_proof(string proof, string value)
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var browser = new FormBrowser(shared.Server.Address);
        await browser.OpenAsync("/account/link?return=%2Faccount%2Fsecurity");
        await browser.SendAsync("/account/link", ("email", owner.Email));
        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);
        await browser.SendAsync("/account/link/open", ("token", mail.Code));
        Assert.StartsWith("The code alone is not enough.", browser.Notice, StringComparison.Ordinal);
        await browser.SendAsync("/account/link/prove", ("token", mail.Code), ("password", "not the right password"));
        Assert.Equal("The e-mail address or the password is wrong.", browser.Notice);

        await browser.SendAsync("/account/link/prove", ("token", mail.Code), (proof, value));
        Assert.Equal("Done", browser.Heading);
        await browser.OpenAsync(browser.Page.QuerySelector("main .cardea-button")!.GetAttribute("href")!);
        await browser.SendAsync("/account/sign-in", ("email", owner.Email), ("password", value));
        Assert.Equal("Security", browser.Heading);
        Assert.True((bool)(await LoginAsync(owner.Email, value))["emailVerified"]!);
    }

    private async Task<JsonNode> LoginAsync(string email, string password)
    {
        using var client = shared.NewClient();
        await Answer.ExpectAsync(200, await client.TrySignInAsync(email, password));
        using var browser = new FormBrowser(shared.Server.Address);
        await browser.OpenAsync("/account/sign-in");
        await browser.SendAsync("/account/sign-in", ("email", email), ("password", password));
        return await Answer.ExpectAsync(200, await browser.Cookies.GetAsync("/auth/me"));
    }

    private async Task<FormBrowser> SignInAsync(string email)
    {
        var browser = new FormBrowser(shared.Server.Address);
        await browser.OpenAsync("/account/sign-in");
        return await browser.SendAsync("/account/sign-in", ("email", email), ("password", AuthClient.Password));
    }
}
