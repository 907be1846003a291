using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>An e-mail address that is shown to be the user's, and one that the account moves to.</summary>
public abstract class EmailTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task The_mail_of_a_registration_verifies_its_address_once()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(owner.Email);
        Assert.StartsWith(MailSubject.VerifyEmail, mail.Subject, StringComparison.Ordinal);
        Assert.Equal($"{shared.Pages}/verify-email", mail.Link.GetLeftPart(UriPartial.Query));

        // Without signing in: the mail may be read elsewhere.
        using var elsewhere = shared.NewClient();
        await Answer.ExpectAsync(204, await elsewhere.VerifyEmailAsync(mail.Code));

        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(mail.Code));
    }

    [Fact]
    public async Task A_newer_code_voids_the_older()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var older = await shared.Mail.NextAsync(owner.Email);
        await Answer.ExpectAsync(202, await owner.AskToVerifyAsync());
        var newer = await shared.Mail.NextAsync(owner.Email);

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(older.Code));
        Assert.False((bool)(await owner.MeAsync())["emailVerified"]!);
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(newer.Code));
    }

    [Fact]
    public async Task Who_is_verified_gets_no_more_of_these_mails()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        await Answer.ExpectAsync(202, await owner.AskToVerifyAsync());
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());

        await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        Assert.Single(shared.Mail.Messages, message => message.To == owner.Email && message.Subject.StartsWith(MailSubject.VerifyEmail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_twenty_at_once_one_uses_the_code()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var code = (await shared.Mail.NextAsync(owner.Email)).Code;

        var answers = await Race.RunAsync(() => owner.VerifyEmailAsync(code));

        Assert.Single(answers, "204");
        Assert.Equal(19, answers.Count(static answer => answer == "invalid_code"));
        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);
    }

    [Fact]
    public async Task A_code_verifies_its_owner_whoever_presents_it()
    {
        using var mine = await shared.NewClient().RegisterAsync();
        using var theirs = await shared.NewClient().RegisterAsync();
        var code = (await shared.Mail.NextAsync(mine.Email)).Code;

        await Answer.ExpectAsync(204, await theirs.PostAsync("/auth/email/verify", new JsonObject { ["token"] = code }, theirs.Tokens.Access));

        Assert.True((bool)(await mine.MeAsync())["emailVerified"]!);
        Assert.False((bool)(await theirs.MeAsync())["emailVerified"]!);
    }

    [Fact]
    public async Task An_account_moves_when_the_mail_at_the_new_address_is_followed()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (old, email) = (owner.Email, AuthClient.NewEmail());
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        var mail = await shared.Mail.NextAsync(email);
        Assert.StartsWith(MailSubject.ChangeEmail, mail.Subject, StringComparison.Ordinal);
        Assert.Equal($"{shared.Pages}/change-email", mail.Link.GetLeftPart(UriPartial.Query));
        Assert.Equal(old, (string?)(await owner.MeAsync())["email"]);

        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(mail.Code));

        var me = await owner.MeAsync();
        Assert.Equal((email, true), ((string?)me["email"], (bool)me["emailVerified"]!));
        await owner.RefreshAsync();
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TrySignInAsync(old));
        await Answer.ExpectAsync(200, await owner.TrySignInAsync(email));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(mail.Code));

        // What is free now is for anybody, and leads nowhere near the account.
        using var next = shared.NewClient();
        next.Keep(await Answer.ExpectAsync(201, await next.TryRegisterAsync(old)));
        Assert.NotEqual((string?)me["id"], await next.IdAsync());
    }

    [Fact]
    public async Task Another_address_takes_the_password_and_must_be_one()
    {
        using var owner = await shared.RegisterVerifiedAsync();

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.ChangeEmailAsync(AuthClient.NewEmail(), "not the right password"));
        foreach (var email in (string[])["", "nobody", "a@b", "two@signs@example.org", "a,b@example.org", "a\r\nBcc: c@example.org", "<a@example.org>", "\uFF41@example.org"])
        {
            var refusal = await Answer.ExpectProblemAsync(400, "validation_failed", await owner.ChangeEmailAsync(email));
            Assert.NotEmpty(refusal["errors"]!["newEmail"]!.AsArray());
        }
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_told_and_kept()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var other = await shared.RegisterVerifiedAsync();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync($" {other.Email.ToUpperInvariant()}"));

        var mail = await shared.Mail.NextAsync(other.Email);
        Assert.StartsWith(MailSubject.AddressTaken, mail.Subject, StringComparison.Ordinal);
        Assert.Contains("IP address: 127.0.0.1", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(owner.Email, mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.Equal(other.Email, (string?)(await other.MeAsync())["email"]);
        Assert.Equal(owner.Email, (string?)(await owner.MeAsync())["email"]);
    }

    [Fact]
    public async Task An_address_that_was_taken_meanwhile_stays_with_who_took_it()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        var mail = await shared.Mail.NextAsync(email, MailSubject.ChangeEmail);
        using var other = shared.NewClient();
        other.Keep(await Answer.ExpectAsync(201, await other.TryRegisterAsync(email)));

        await Answer.ExpectProblemAsync(409, "email_taken", await owner.VerifyEmailAsync(mail.Code));

        Assert.Equal(email, (string?)(await other.MeAsync())["email"]);
        Assert.Equal(owner.Email, (string?)(await owner.MeAsync())["email"]);
    }

    [Fact]
    public async Task Of_two_who_move_to_one_address_at_once_one_gets_it()
    {
        using var one = await shared.RegisterVerifiedAsync();
        using var other = await shared.RegisterVerifiedAsync();
        var email = AuthClient.NewEmail();
        var codes = new List<string>();
        foreach (var client in (AuthClient[])[one, other])
        {
            await Answer.ExpectAsync(202, await client.ChangeEmailAsync(email));
            codes.Add((await shared.Mail.NextAsync(email, MailSubject.ChangeEmail)).Code);
        }

        var turn = -1;
        var answers = await Race.RunAsync(() => one.VerifyEmailAsync(codes[Interlocked.Increment(ref turn)]), racers: 2);

        Assert.Equal(["204", "email_taken"], answers.Order());
        string?[] emails = [(string?)(await one.MeAsync())["email"], (string?)(await other.MeAsync())["email"]];
        Assert.Single(emails, email);
    }

    [Fact]
    public async Task A_later_wish_voids_the_earlier()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (first, second) = (AuthClient.NewEmail(), AuthClient.NewEmail());
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(first));
        var earlier = await shared.Mail.NextAsync(first);
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(second));
        var later = await shared.Mail.NextAsync(second);

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(earlier.Code));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(later.Code));
        Assert.Equal(second, (string?)(await owner.MeAsync())["email"]);
    }

    [Fact]
    public async Task A_wish_of_before_the_password_changed_is_void()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        var mail = await shared.Mail.NextAsync(email);
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync((await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword)).Code));

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(mail.Code));
        await Answer.ExpectAsync(200, await owner.TrySignInAsync(owner.Email, AccountRequests.NewPassword));
    }

    [Fact]
    public async Task A_code_mailed_to_the_address_of_before_verifies_nothing()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var before = await shared.Mail.NextAsync(owner.Email);
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(email)).Code));

        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(before.Code));
    }
}
