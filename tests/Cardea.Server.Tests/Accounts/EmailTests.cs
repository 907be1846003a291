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

        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(mail.Code));

        Assert.True((bool)(await owner.MeAsync())["emailVerified"]!);
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(mail.Code));
    }

    [Fact]
    public async Task A_newer_code_leaves_the_older_valid_until_one_is_used()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var older = await shared.Mail.NextAsync(owner.Email);
        await Answer.ExpectAsync(202, await owner.AskToVerifyAsync());
        var newer = await shared.Mail.NextAsync(owner.Email);

        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(older.Code));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(newer.Code));
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
    public async Task The_session_of_another_account_is_no_proof()
    {
        using var mine = await shared.NewClient().RegisterAsync();
        using var theirs = await shared.NewClient().RegisterAsync();
        var code = (await shared.Mail.NextAsync(mine.Email)).Code;

        await Answer.ExpectProblemAsync(403, "proof_required", await theirs.VerifyEmailAsync(code));

        Assert.False((bool)(await mine.MeAsync())["emailVerified"]! || (bool)(await theirs.MeAsync())["emailVerified"]!);
        await Answer.ExpectAsync(204, await mine.VerifyEmailAsync(code));
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

        // The old address is reserved while the change can be undone.
        using var next = shared.NewClient();
        await Answer.ExpectProblemAsync(409, "email_taken", await next.TryRegisterAsync(old));
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
        var answers = await Race.RunAsync(
            () =>
            {
                var mine = Interlocked.Increment(ref turn);
                return ((AuthClient[])[one, other])[mine].VerifyEmailAsync(codes[mine]);
            },
            racers: 2);

        Assert.Equal(["204", "email_taken"], answers.Order());
        string?[] emails = [(string?)(await one.MeAsync())["email"], (string?)(await other.MeAsync())["email"]];
        Assert.Single(emails, email);
    }

    [Fact]
    public async Task The_wish_that_comes_true_voids_the_other()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var (first, second) = (AuthClient.NewEmail(), AuthClient.NewEmail());
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(first));
        var earlier = await shared.Mail.NextAsync(first);
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(second));
        var later = await shared.Mail.NextAsync(second);

        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(earlier.Code));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(later.Code));
        Assert.Equal(first, (string?)(await owner.MeAsync())["email"]);
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

    [Fact]
    public async Task A_mistyped_new_address_gives_a_stranger_nothing()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        var mail = await shared.Mail.NextAsync(email);
        using var stranger = shared.NewClient();

        foreach (var proof in ((string, JsonNode?)?[])[null, ("newPassword", AccountRequests.NewPassword)])
        {
            var refusal = await Answer.ExpectProblemAsync(403, "proof_required", await stranger.VerifyEmailAsync(mail.Code, proof));
            Assert.Equal(["session", "password"], refusal["methods"]!.AsArray().Select(static method => (string)method!));
        }

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await stranger.VerifyEmailAsync(mail.Code, ("password", "not the right password")));
        Assert.Equal(owner.Email, (string?)(await owner.MeAsync())["email"]);

        // A person who knows the password may read the mail on another device.
        await Answer.ExpectAsync(204, await stranger.VerifyEmailAsync(mail.Code, ("password", AuthClient.Password)));
        Assert.Equal(email, (string?)(await owner.MeAsync())["email"]);
    }

    [Fact]
    public async Task A_change_keeps_the_session_that_asked_for_it_and_ends_the_others()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var phone = await owner.LoginElsewhereAsync();
        using var tablet = await owner.LoginElsewhereAsync();
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));

        await Answer.ExpectAsync(204, await phone.VerifyEmailAsync((await shared.Mail.NextAsync(email)).Code));

        Assert.True(await owner.IsAcceptedAsync());
        await owner.RefreshAsync();
        foreach (var ended in (AuthClient[])[phone, tablet])
        {
            Assert.False(await ended.IsAcceptedAsync());
            await Answer.ExpectProblemAsync(401, "session_ended", await ended.TryRefreshAsync(ended.Tokens.Refresh));
        }
    }

    [Fact]
    public async Task A_stranger_who_uses_up_the_mail_of_an_address_keeps_no_session_from_asking()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var first = await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail);
        using var stranger = shared.NewClient();
        for (var i = 0; i < 8; i++)
        {
            await Answer.ExpectAsync(202, await stranger.ForgetPasswordAsync(owner.Email));
        }

        await Answer.ExpectAsync(202, await owner.AskToVerifyAsync());
        Assert.NotEqual(first.Code, (await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail)).Code);
        var email = AuthClient.NewEmail();
        for (var i = 0; i < 8; i++)
        {
            await Answer.ExpectAsync(202, await stranger.ForgetPasswordAsync(email));
        }

        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(email, MailSubject.ChangeEmail)).Code));
    }
}
