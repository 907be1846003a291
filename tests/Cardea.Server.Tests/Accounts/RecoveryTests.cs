using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>A forgotten password, and the mail that lets one choose another.</summary>
public abstract class RecoveryTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    // All that a request can say of where it goes and where it comes from.
    private static readonly (string Header, string Value)[] Forged =
    [
        ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/evil.example"),
        ("Forwarded", "host=evil.example;proto=https"), ("X-Original-Host", "evil.example"), ("Origin", "https://evil.example"), ("Referer", "https://evil.example/"),
    ];

    [Fact]
    public async Task A_mailed_code_sets_a_new_password_and_ends_every_session()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var elsewhere = await owner.LoginElsewhereAsync();
        var mail = await ForgetAsync(owner);
        Assert.Equal($"{shared.Pages}/reset-password", mail.Link.GetLeftPart(UriPartial.Query));
        Assert.Contains(mail.Code, mail.Html, StringComparison.Ordinal);

        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(mail.Code));

        foreach (var session in (AuthClient[])[owner, elsewhere])
        {
            Assert.False(await session.IsAcceptedAsync());
            await Answer.ExpectProblemAsync(401, "session_ended", await session.TryRefreshAsync(session.Tokens.Refresh));
        }

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TrySignInAsync(owner.Email));
        owner.Keep(await Answer.ExpectAsync(200, await owner.TrySignInAsync(owner.Email, AccountRequests.NewPassword)));
        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);
        await shared.Mail.NextAsync(owner.Email, MailSubject.PasswordChanged);
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(mail.Code, "yet another long passphrase"));
    }

    [Fact]
    public async Task A_password_that_is_refused_leaves_the_code_good()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var mail = await ForgetAsync(owner);
        foreach (var password in (string[])["", "short", "passwordpassword", new('x', 2_000), owner.Email])
        {
            var refusal = await Answer.ExpectProblemAsync(400, "validation_failed", await owner.ResetPasswordAsync(mail.Code, password));
            Assert.NotEmpty(refusal["errors"]!["newPassword"]!.AsArray());
        }

        Assert.True(await owner.IsAcceptedAsync());
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(mail.Code));
    }

    [Fact]
    public async Task What_is_not_quite_the_code_is_refused_and_leaves_it_good()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var code = (await ForgetAsync(owner)).Code;
        string[] forgeries = ["", " ", "garbage", code[..^1], code + "A", code + "=", $" {code}", $"{code}\n", Flip(code), new('x', 10_000)];
        foreach (var forgery in forgeries)
        {
            await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(forgery));
        }

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.PostTextAsync("/auth/password/reset", """{"newPassword":"a quite different passphrase"}"""));
        Assert.True(await owner.IsAcceptedAsync());
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(code));
    }

    [Fact]
    public async Task A_code_is_good_for_what_it_was_mailed_for_and_nothing_else()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var verifies = (await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail)).Code;
        var resets = (await ForgetAsync(owner)).Code;

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(verifies));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(resets));

        Assert.True(await owner.IsAcceptedAsync());
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(verifies));
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(resets));
    }

    [Fact]
    public async Task Of_twenty_at_once_one_uses_the_code()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var code = (await ForgetAsync(owner)).Code;

        var answers = await Race.RunAsync(() => owner.ResetPasswordAsync(code));

        // Hashing has a short queue: who does not get into it is told to come again.
        Assert.Single(answers, "204");
        Assert.All(answers, static answer => Assert.Contains(answer, (string[])["204", "invalid_code", "overloaded"]));
    }

    [Fact]
    public async Task A_newer_code_leaves_the_older_valid_until_one_is_used()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var older = (await ForgetAsync(owner)).Code;
        var newer = (await ForgetAsync(owner)).Code;

        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(older));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(newer));
    }

    [Fact]
    public async Task A_stranger_who_keeps_asking_leaves_the_code_of_the_owner_valid()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var code = (await ForgetAsync(owner)).Code;
        using var stranger = shared.NewClient();
        for (var i = 0; i < 20; i++)
        {
            await Answer.ExpectAsync(202, await stranger.ForgetPasswordAsync(owner.Email));
        }

        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(code));
    }

    [Fact]
    public async Task A_code_does_not_outlive_the_password()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var code = (await ForgetAsync(owner)).Code;
        owner.Keep(await Answer.ExpectAsync(200, await owner.ChangePasswordAsync()));

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(code));
    }

    [Fact]
    public async Task Whoever_has_an_account_is_answered_like_who_has_none()
    {
        using var verified = await shared.RegisterVerifiedAsync();
        using var unverified = await shared.NewClient().RegisterAsync();
        using var disabled = await shared.RegisterVerifiedAsync();
        await shared.RunAsync("users", "lock", disabled.Email);
        var unknown = AuthClient.NewEmail();

        var expected = await DescribeAsync(await verified.ForgetPasswordAsync());
        Assert.StartsWith("202", expected, StringComparison.Ordinal);
        foreach (var email in (string[])[unknown, disabled.Email, "nobody", "", $" {unverified.Email.ToUpperInvariant()} "])
        {
            Assert.Equal(expected, await DescribeAsync(await verified.ForgetPasswordAsync(email)));
        }

        // The last is the spelling of the request; mail goes to the stored one.
        var mail = await shared.Mail.NextAsync(unverified.Email, MailSubject.ResetPassword);
        Assert.Equal(unverified.Email, mail.To);
        await shared.Mail.NextAsync(verified.Email, MailSubject.ResetPassword);
        Assert.DoesNotContain(shared.Mail.Messages, message => message.To == unknown);
        Assert.DoesNotContain(shared.Mail.Messages, message => message.To == disabled.Email && message.Subject.StartsWith(MailSubject.ResetPassword, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_lead_to_the_configured_address_whatever_the_request_says()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/password/forgot") { Content = JsonContent.Create(new JsonObject { ["email"] = owner.Email }) };
        foreach (var (header, value) in Forged)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(header, value));
        }

        await Answer.ExpectAsync(202, await owner.Http.SendAsync(request, TestContext.Current.CancellationToken));

        var mail = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        Assert.Equal($"{shared.Pages}/reset-password", mail.Link.GetLeftPart(UriPartial.Query));
        Assert.DoesNotContain("evil", mail.Text + mail.Html + mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_mailed_to_the_address_of_before_is_void()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var code = (await ForgetAsync(owner)).Code;
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(email)).Code));

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(code));
        await Answer.ExpectAsync(200, await owner.TrySignInAsync(email));
    }

    [Fact]
    public async Task An_account_that_is_locked_is_not_opened_by_its_code()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var code = (await ForgetAsync(owner)).Code;
        await shared.RunAsync("users", "lock", owner.Email);

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(code));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TrySignInAsync(owner.Email, AccountRequests.NewPassword));
    }

    [Fact]
    public async Task Whoever_resets_a_password_by_mail_has_shown_that_the_address_is_theirs()
    {
        using var squatter = await shared.NewClient().RegisterAsync();
        var code = (await ForgetAsync(squatter)).Code;
        using var owner = shared.NewClient();
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(code));
        owner.Keep(await Answer.ExpectAsync(200, await owner.TrySignInAsync(squatter.Email, AccountRequests.NewPassword)));

        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);
        Assert.False(await squatter.IsAcceptedAsync());
        await shared.Mail.NextAsync(squatter.Email, MailSubject.TakenOver);
        Assert.Contains("taken_over", await owner.EventsAsync());
    }

    [Fact]
    public async Task A_new_password_leaves_the_second_factor_due()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        await AuthenticatorApp.AddAsync(owner);
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync((await ForgetAsync(owner)).Code));

        await Answer.ExpectProblemAsync(403, "mfa_required", await owner.TrySignInAsync(owner.Email, AccountRequests.NewPassword));
    }

    [Fact]
    public async Task The_log_names_nobody_and_holds_no_secret()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var code = (await ForgetAsync(owner)).Code;
        await Answer.ExpectAsync(401, await owner.TrySignInAsync(owner.Email, "a wrong passphrase of mine"));
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync(code));
        await shared.Mail.NextAsync(owner.Email, MailSubject.PasswordChanged);

        var log = shared.Server.Log;
        Assert.Contains("PasswordReset", log, StringComparison.Ordinal);
        string[] secrets = [code, owner.Email, AuthClient.Password, AccountRequests.NewPassword, "a wrong passphrase of mine", owner.Tokens.Access, owner.Tokens.Refresh];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
    }

    private static string Flip(string code) => (code[0] == 'A' ? "B" : "A") + code[1..];

    // All that a stranger sees of it.
    private static async Task<string> DescribeAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(static header => header.Key != "Date").Select(static header => $"{header.Key}: {string.Join(',', header.Value)}");
            return string.Join('\n', [$"{(int)answer.StatusCode}", .. headers, await answer.Content.ReadAsStringAsync()]);
        }
    }

    private async Task<ReceivedMail> ForgetAsync(AuthClient owner)
    {
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        return await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
    }
}
