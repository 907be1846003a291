using System.Globalization;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>What a code that was mailed to an address needs beside it: proof that the account is the caller's.</summary>
public abstract class ConfirmationTests<TStore>(MailedServer<TStore> shared, PasskeyBrowser browser)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_phone_that_registers_confirms_by_the_code_that_its_user_types()
    {
        using var phone = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(phone.Email);
        Assert.Contains($">{mail.Digits}<", mail.Html, StringComparison.Ordinal);

        await Answer.ExpectAsync(204, await phone.TypeCodeAsync($" {mail.Digits[..4]} {mail.Digits[4..]}"));

        Assert.True((bool)(await phone.MeAsync())["emailVerified"]!);
        Assert.Contains("email_verified", await phone.EventsAsync());
        await Answer.ExpectProblemAsync(400, "invalid_code", await phone.TypeCodeAsync(mail.Digits));
        await Answer.ExpectProblemAsync(400, "invalid_code", await phone.VerifyEmailAsync(mail.Code));
    }

    [Fact]
    public async Task Who_reads_the_mail_elsewhere_confirms_by_the_password()
    {
        using var phone = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(phone.Email);
        using var laptop = shared.NewClient();

        var refusal = await Answer.ExpectProblemAsync(403, "proof_required", await laptop.VerifyEmailAsync(mail.Code));
        Assert.Equal(["session", "password", "new_password"], refusal["methods"]!.AsArray().Select(static method => (string)method!));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await laptop.VerifyEmailAsync(mail.Code, ("password", "not the right password")));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await laptop.VerifyEmailAsync(mail.Code, ("password", "")));
        Assert.False((bool)(await phone.MeAsync())["emailVerified"]!);

        await Answer.ExpectAsync(204, await laptop.VerifyEmailAsync(mail.Code, ("password", AuthClient.Password)));

        Assert.True((bool)(await phone.MeAsync())["emailVerified"]!);
        await Answer.ExpectProblemAsync(400, "invalid_code", await laptop.VerifyEmailAsync(mail.Code, ("password", AuthClient.Password)));
    }

    [Fact]
    public async Task A_passkey_of_the_account_is_a_proof_and_no_other()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var other = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(other.Email);
        using var owner = await shared.NewClient().RegisterAsync();
        await PasskeyQuestion.AddAsync(owner, device);
        var own = await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail);
        using var laptop = shared.NewClient();

        await Answer.ExpectProblemAsync(401, "invalid_passkey", await laptop.VerifyEmailAsync(mail.Code, ("passkey", await AskAsync())));
        await Answer.ExpectAsync(204, await laptop.VerifyEmailAsync(own.Code, ("passkey", await AskAsync())));

        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);

        async Task<JsonNode> AskAsync()
        {
            var question = await PasskeyQuestion.ForKnownAsync(laptop);
            return new JsonObject { ["token"] = question.Token, ["credential"] = (await device.GetAsync(question.Options)).DeepClone() };
        }
    }

    [Fact]
    public async Task With_one_code_ten_passwords_can_be_tried()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(owner.Email);
        using var laptop = shared.NewClient();
        for (var i = 0; i < 10; i++)
        {
            Assert.Contains((int)(await laptop.VerifyEmailAsync(mail.Code, ("password", "not the right password"))).StatusCode, (int[])[401, 429]);
        }

        await Answer.ExpectProblemAsync(400, "invalid_code", await laptop.VerifyEmailAsync(mail.Code, ("password", AuthClient.Password)));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(mail.Code));
    }

    [Fact]
    public async Task Typed_codes_work_only_in_the_session_that_asked_and_only_the_newest_counts()
    {
        using var phone = await shared.NewClient().RegisterAsync();
        var older = await shared.Mail.NextAsync(phone.Email, MailSubject.VerifyEmail);
        using var laptop = await phone.LoginElsewhereAsync();
        using var stranger = shared.NewClient();
        await Answer.ExpectAsync(202, await phone.AskToVerifyAsync());
        var newer = await shared.Mail.NextAsync(phone.Email, MailSubject.VerifyEmail);

        await Answer.ExpectProblemAsync(400, "invalid_code", await laptop.TypeCodeAsync(newer.Digits));
        await Answer.ExpectProblemAsync(400, "invalid_code", await stranger.TypeCodeAsync(newer.Digits));
        await Answer.ExpectProblemAsync(400, "invalid_code", await phone.TypeCodeAsync(older.Digits));
        await Answer.ExpectAsync(204, await phone.TypeCodeAsync(newer.Digits));
    }

    [Fact]
    public async Task Ten_wrong_codes_an_hour_are_all_that_an_address_takes_whatever_the_session()
    {
        using var phone = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(phone.Email, MailSubject.VerifyEmail);
        using var laptop = await phone.LoginElsewhereAsync();
        await Answer.ExpectAsync(202, await laptop.AskToVerifyAsync());
        var other = await shared.Mail.NextAsync(phone.Email, MailSubject.VerifyEmail);
        string[] right = [mail.Digits, other.Digits];
        var wrong = Enumerable.Range(0, 10).Select(static digits => digits.ToString("D8", CultureInfo.InvariantCulture)).First(digits => !right.Contains(digits));
        for (var i = 0; i < 5; i++)
        {
            await Answer.ExpectProblemAsync(400, "invalid_code", await phone.TypeCodeAsync(wrong));
            await Answer.ExpectProblemAsync(400, "invalid_code", await laptop.TypeCodeAsync(wrong));
        }

        foreach (var (session, digits) in ((AuthClient, string)[])[(phone, mail.Digits), (laptop, other.Digits)])
        {
            await Answer.ExpectProblemAsync(429, "too_many_attempts", await session.TypeCodeAsync(digits));
        }

        // The link works.
        await Answer.ExpectAsync(204, await phone.VerifyEmailAsync(mail.Code));
    }

    [Fact]
    public async Task A_program_that_follows_every_link_changes_nothing()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        ReceivedMail[] mails =
        [
            await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail), await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword),
            await shared.Mail.NextAsync(email, MailSubject.ChangeEmail),
        ];
        foreach (var mail in mails)
        {
            // Some scanners send what stands behind # too.
            foreach (var address in (string[])[mail.Link.PathAndQuery, $"{mail.Link.AbsolutePath}?token={mail.Code}"])
            {
                using var page = await owner.SendAsync(HttpMethod.Get, address);
                Assert.Equal(200, (int)page.StatusCode);
            }
        }

        foreach (var path in (string[])["/auth/email/verify", "/auth/email/disown", "/auth/password/reset"])
        {
            await Answer.ExpectProblemAsync(405, "method_not_allowed", await owner.SendAsync(HttpMethod.Get, $"{path}?token={mails[0].Code}"));
        }

        var me = await owner.MeAsync();
        Assert.Equal((owner.Email, false), ((string?)me["email"], (bool)me["emailVerified"]!));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(mails[0].Code));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(mails[2].Code));
    }

    [Fact]
    public async Task A_session_that_has_ended_is_no_proof()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(owner.Email);
        await Answer.ExpectAsync(204, await owner.PostAsync("/auth/logout", accessToken: owner.Tokens.Access));

        await Answer.ExpectProblemAsync(403, "proof_required", await owner.VerifyEmailAsync(mail.Code));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.TypeCodeAsync(mail.Digits));
    }
}
