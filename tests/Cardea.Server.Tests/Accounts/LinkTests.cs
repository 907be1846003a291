using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>Signing in by a mailed link, unless an operator has turned it off.</summary>
public abstract class LinkTests<TStore>(MailedServer<TStore> shared, SharedServer<TStore> withoutLinks)
    where TStore : TestStore, new()
{
    [Theory]
    [InlineData("/auth/link")]
    [InlineData("/auth/link/sign-in")]
    public async Task It_can_be_turned_off(string path)
    {
        using var client = withoutLinks.NewClient();
        await Answer.ExpectProblemAsync(404, "not_found", await client.PostAsync(path, new JsonObject { ["email"] = client.Email }));
    }

    [Fact]
    public async Task A_link_signs_in_once()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var browser = shared.NewClient();
        var (mail, secret) = await AskAsync(browser, owner.Email);
        Assert.Equal($"{shared.Pages}/link", mail.Link.GetLeftPart(UriPartial.Query));
        Assert.DoesNotContain(secret, mail.Text + mail.Html, StringComparison.Ordinal);

        browser.Keep(await Answer.ExpectAsync(200, await SignInAsync(browser, mail.Code, secret)));

        Assert.Equal(await owner.IdAsync(), await browser.IdAsync());
        Assert.True(await owner.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(browser, mail.Code, secret));
        await browser.RefreshAsync();
        var signedIn = (await browser.ListEventsAsync())[0]!;
        Assert.Equal(("signed_in", "otp", browser.Tokens.SessionId), ((string?)signedIn["event"], (string?)signedIn["detail"], (string?)signedIn["sessionId"]));
    }

    [Fact]
    public async Task A_link_that_is_opened_elsewhere_signs_nobody_in()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var other = await shared.RegisterVerifiedAsync();
        var (mail, secret) = await AskAsync(owner, owner.Email);
        var (_, otherSecret) = await AskAsync(other, other.Email);
        foreach (var wrong in (string[])["", otherSecret, secret[..^1], secret + "A", mail.Code])
        {
            await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(other, mail.Code, wrong));
        }

        await Answer.ExpectProblemAsync(400, "invalid_code", await other.PostAsync("/auth/link/sign-in", new JsonObject { ["token"] = mail.Code }));
        await Answer.ExpectProblemAsync(400, "invalid_code", await other.PostAsync("/auth/link/sign-in", new JsonObject { ["browserToken"] = secret }));
        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(other, secret, mail.Code));
        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(other, $"{mail.Code}.{secret}", ""));
        await Answer.ExpectAsync(200, await SignInAsync(owner, mail.Code, secret));
    }

    [Fact]
    public async Task Of_twenty_at_once_one_signs_in()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (mail, secret) = await AskAsync(owner, owner.Email);

        var answers = await Race.RunAsync(() => SignInAsync(owner, mail.Code, secret));

        Assert.Single(answers, "200");
        Assert.Equal(19, answers.Count(static answer => answer == "invalid_code"));
        Assert.Equal(2, (await Answer.ExpectAsync(200, await owner.GetAsync("/auth/sessions")))["sessions"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_newer_link_leaves_the_older_valid_until_one_is_used()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (older, olderSecret) = await AskAsync(owner, owner.Email);
        var (newer, newerSecret) = await AskAsync(owner, owner.Email);

        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(owner, newer.Code, olderSecret));
        await Answer.ExpectAsync(200, await SignInAsync(owner, older.Code, olderSecret));
        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(owner, newer.Code, newerSecret));
    }

    [Fact]
    public async Task A_link_does_not_outlive_the_password()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (mail, secret) = await AskAsync(owner, owner.Email);
        owner.Keep(await Answer.ExpectAsync(200, await owner.ChangePasswordAsync()));

        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(owner, mail.Code, secret));
    }

    [Fact]
    public async Task Whoever_has_an_account_is_answered_like_who_has_none()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var disabled = await shared.RegisterVerifiedAsync();
        await shared.RunAsync("users", "lock", disabled.Email);
        foreach (var email in (string[])[disabled.Email, AuthClient.NewEmail(), "nobody", owner.Email])
        {
            var answer = await Answer.ExpectAsync(202, await owner.PostAsync("/auth/link", new JsonObject { ["email"] = email }));
            Assert.Equal(43, ((string)Assert.Single(answer.AsObject()).Value!).Length);
        }

        await shared.Mail.NextAsync(owner.Email, MailSubject.SignInLink);
        Assert.DoesNotContain(shared.Mail.Messages, message => message.To == disabled.Email && message.Subject.StartsWith(MailSubject.SignInLink, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_signs_in_to_no_account_that_is_locked_since()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (mail, secret) = await AskAsync(owner, owner.Email);
        await shared.RunAsync("users", "lock", owner.Email);

        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(owner, mail.Code, secret));
    }

    [Fact]
    public async Task The_code_of_a_link_is_good_for_nothing_else_and_no_other_for_it()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (mail, secret) = await AskAsync(owner, owner.Email);
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        var reset = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync($"{mail.Code}.{secret}"));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync($"{mail.Code}.{secret}"));
        await Answer.ExpectProblemAsync(400, "invalid_code", await SignInAsync(owner, reset.Code, secret));
        await Answer.ExpectAsync(200, await SignInAsync(owner, mail.Code, secret));
    }

    [Fact]
    public async Task The_second_factor_is_still_due()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (app, _) = await AuthenticatorApp.AddAsync(owner);
        var (mail, secret) = await AskAsync(owner, owner.Email);

        var due = await Answer.ExpectProblemAsync(403, "mfa_required", await SignInAsync(owner, mail.Code, secret));
        Assert.Contains("totp", due["methods"]!.AsArray().Select(static method => (string)method!));
        Assert.Null(due["accessToken"]);

        using var browser = shared.NewClient();
        browser.Keep(await Answer.ExpectAsync(200, await browser.PostAsync(
            "/auth/mfa", new JsonObject { ["mfaToken"] = (string)due["mfaToken"]!, ["code"] = app.NextCode() })));
        Assert.Equal(await owner.IdAsync(), await browser.IdAsync());
    }

    [Fact]
    public async Task A_link_leads_nobody_into_an_account_that_somebody_else_may_have_made()
    {
        using var squatter = await shared.NewClient().RegisterAsync();
        using var owner = shared.NewClient();
        var (mail, secret) = await AskAsync(owner, squatter.Email);

        var refusal = await Answer.ExpectProblemAsync(403, "proof_required", await SignInAsync(owner, mail.Code, secret));

        Assert.Equal(["session", "password", "new_password"], refusal["methods"]!.AsArray().Select(static method => (string)method!));
        Assert.Null(refusal["accessToken"]);

        // The code stays unused, and takes the account over.
        await Answer.ExpectAsync(204, await owner.PostAsync(
            "/auth/email/verify", new JsonObject { ["token"] = mail.Code, ["browserToken"] = secret, ["newPassword"] = AccountRequests.NewPassword }));
        Assert.False(await squatter.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await squatter.TryRefreshAsync(squatter.Tokens.Refresh));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await squatter.TrySignInAsync(squatter.Email));
        owner.Keep(await Answer.ExpectAsync(200, await owner.TrySignInAsync(squatter.Email, AccountRequests.NewPassword)));
        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);

        // From now on a link signs in, and stands for the address no more.
        var (later, laterSecret) = await AskAsync(owner, squatter.Email);
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.PostAsync(
            "/auth/email/verify", new JsonObject { ["token"] = later.Code, ["browserToken"] = laterSecret }, owner.Tokens.Access));
        await Answer.ExpectAsync(200, await SignInAsync(owner, later.Code, laterSecret));
    }

    private static Task<HttpResponseMessage> SignInAsync(AuthClient client, string code, string secret) =>
        client.PostAsync("/auth/link/sign-in", new JsonObject { ["token"] = code, ["browserToken"] = secret, ["device"] = "by link" });

    private async Task<(ReceivedMail Mail, string Secret)> AskAsync(AuthClient client, string email)
    {
        var answer = await Answer.ExpectAsync(202, await client.PostAsync("/auth/link", new JsonObject { ["email"] = email }));
        return (await shared.Mail.NextAsync(email, MailSubject.SignInLink), (string)answer["browserToken"]!);
    }
}
