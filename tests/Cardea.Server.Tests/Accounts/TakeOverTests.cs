using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>An account that somebody made with the address of somebody else: the owner of the address takes it over, or deletes it.</summary>
public abstract class TakeOverTests<TStore>(MailedServer<TStore> shared, PasskeyBrowser browser)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Nothing_that_an_earlier_registrant_set_up_is_left()
    {
        await using var device = await browser.NewDeviceAsync(shared.Server);
        using var squatter = await shared.NewClient().RegisterAsync();
        var (app, recoveryCodes) = await AuthenticatorApp.AddAsync(squatter);
        await PasskeyQuestion.AddAsync(squatter, device);
        var id = await squatter.IdAsync();
        var step = await FirstStep.ShowPasswordAsync(squatter);
        var elsewhere = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await squatter.ChangeEmailAsync(elsewhere));
        var change = await shared.Mail.NextAsync(elsewhere);
        await Answer.ExpectAsync(202, await squatter.ForgetPasswordAsync());
        var reset = await shared.Mail.NextAsync(squatter.Email, MailSubject.ResetPassword);
        using var owner = shared.NewClient();
        var mail = await shared.Mail.NextAsync(squatter.Email, MailSubject.VerifyEmail);

        await Answer.ExpectProblemAsync(403, "proof_required", await owner.VerifyEmailAsync(mail.Code));
        var weak = await Answer.ExpectProblemAsync(400, "validation_failed", await owner.VerifyEmailAsync(mail.Code, ("newPassword", "short")));
        Assert.NotEmpty(weak["errors"]!["newPassword"]!.AsArray());
        Assert.True(await squatter.IsAcceptedAsync());
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync(mail.Code, ("newPassword", AccountRequests.NewPassword)));

        // It signs nobody in. The new password does, and no factor is due.
        Assert.False(await squatter.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await squatter.TryRefreshAsync(squatter.Tokens.Refresh));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await squatter.TrySignInAsync(squatter.Email));
        await Answer.ExpectProblemAsync(401, "invalid_mfa_token", await step.TryAsync(app.NextCode()));
        await Answer.ExpectProblemAsync(401, "invalid_mfa_token", await step.TryAsync(recoveryCodes[0]));
        var question = await PasskeyQuestion.ForKnownAsync(squatter);
        await Answer.ExpectStatusAsync(401, await question.TrySignInAsync(squatter, await device.GetAsync(question.Options)));
        await Answer.ExpectProblemAsync(400, "invalid_code", await squatter.VerifyEmailAsync(change.Code, ("password", AccountRequests.NewPassword)));
        await Answer.ExpectProblemAsync(400, "invalid_code", await squatter.ResetPasswordAsync(reset.Code));
        owner.Keep(await Answer.ExpectAsync(200, await owner.TrySignInAsync(squatter.Email, AccountRequests.NewPassword)));
        var me = await owner.MeAsync();
        Assert.Equal((id, squatter.Email, true), ((string?)me["id"], (string?)me["email"], (bool)me["emailVerified"]!));
        Assert.Single(await owner.SessionsAsync());
        Assert.Contains("taken_over", await owner.EventsAsync());
        await shared.Mail.NextAsync(squatter.Email, MailSubject.TakenOver);

        // A reset later on leaves it so.
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync(squatter.Email));
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync((await shared.Mail.NextAsync(squatter.Email, MailSubject.ResetPassword)).Code, AuthClient.Password + "!"));
        await Answer.ExpectAsync(200, await owner.TrySignInAsync(squatter.Email, AuthClient.Password + "!"));
    }

    [Fact]
    public async Task A_verified_account_is_taken_over_by_nobody()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        var reset = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(owner.Email, MailSubject.VerifyEmail)).Code));
        await AuthenticatorApp.AddAsync(owner);
        using var reader = shared.NewClient();

        await Answer.ExpectProblemAsync(400, "invalid_code", await reader.VerifyEmailAsync(reset.Code, ("newPassword", AccountRequests.NewPassword)));
        await Answer.ExpectProblemAsync(400, "invalid_code", await reader.DisownAsync(reset.Code));
        await Answer.ExpectAsync(204, await reader.ResetPasswordAsync(reset.Code));

        // The factor stays due.
        await Answer.ExpectProblemAsync(403, "mfa_required", await reader.TrySignInAsync(owner.Email, AccountRequests.NewPassword));
    }

    [Fact]
    public async Task Who_has_a_session_or_the_password_takes_nothing_over()
    {
        using var owner = await shared.NewClient().RegisterAsync();

        await Answer.ExpectAsync(204, await owner.VerifyEmailAsync((await shared.Mail.NextAsync(owner.Email)).Code, ("newPassword", AccountRequests.NewPassword)));

        Assert.True(await owner.IsAcceptedAsync());
        await Answer.ExpectAsync(200, await owner.TrySignInAsync(owner.Email));
    }

    [Fact]
    public async Task The_owner_of_the_address_deletes_the_account()
    {
        using var squatter = await shared.NewClient().RegisterAsync();
        var mail = await shared.Mail.NextAsync(squatter.Email);
        using var owner = shared.NewClient();

        await Answer.ExpectAsync(204, await owner.DisownAsync(mail.Code));

        Assert.False(await squatter.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await squatter.TrySignInAsync(squatter.Email));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.DisownAsync(mail.Code));
        await Answer.ExpectAsync(201, await owner.TryRegisterAsync(squatter.Email));
        await shared.Mail.NextAsync(squatter.Email, MailSubject.AccountDeleted);
    }

    [Fact]
    public async Task Of_two_take_overs_at_once_one_is_made()
    {
        using var squatter = await shared.NewClient().RegisterAsync();
        var first = await shared.Mail.NextAsync(squatter.Email, MailSubject.VerifyEmail);
        await Answer.ExpectAsync(202, await squatter.AskToVerifyAsync());
        var second = await shared.Mail.NextAsync(squatter.Email, MailSubject.VerifyEmail);
        using var owner = shared.NewClient();
        (string Code, string Password)[] wishes = [(first.Code, AccountRequests.NewPassword), (second.Code, AuthClient.Password + "!")];

        var answers = await Task.WhenAll(wishes.Select(wish => owner.VerifyEmailAsync(wish.Code, ("newPassword", wish.Password))));

        var (won, lost) = answers[0].IsSuccessStatusCode ? (0, 1) : (1, 0);
        Assert.Equal(204, (int)answers[won].StatusCode);
        await Answer.ExpectProblemAsync(400, "invalid_code", answers[lost]);
        await Answer.ExpectAsync(200, await owner.TrySignInAsync(squatter.Email, wishes[won].Password));
        await Answer.ExpectAsync(401, await owner.TrySignInAsync(squatter.Email, wishes[lost].Password));
    }

    [Fact]
    public async Task A_sign_in_at_the_time_of_a_take_over_leaves_no_session()
    {
        for (var round = 0; round < 5; round++)
        {
            using var squatter = await shared.NewClient().RegisterAsync();
            var mail = await shared.Mail.NextAsync(squatter.Email);
            using var owner = shared.NewClient();

            var answers = await Task.WhenAll(
            [
                owner.VerifyEmailAsync(mail.Code, ("newPassword", AccountRequests.NewPassword)),
                .. Enumerable.Range(0, 4).Select(_ => squatter.TrySignInAsync(squatter.Email)),
            ]);

            await Answer.ExpectAsync(204, answers[0]);
            foreach (var answer in answers[1..])
            {
                if ((int)answer.StatusCode == 200)
                {
                    squatter.Keep(await Answer.ExpectAsync(200, answer));
                    await Answer.ExpectProblemAsync(401, "session_ended", await squatter.TryRefreshAsync(squatter.Tokens.Refresh));
                    Assert.False(await squatter.IsAcceptedAsync());
                }
            }
        }
    }

    [Fact]
    public async Task Of_a_confirmation_and_a_deletion_at_once_one_is_made()
    {
        for (var round = 0; round < 10; round++)
        {
            using var registrant = await shared.NewClient().RegisterAsync();
            var first = await shared.Mail.NextAsync(registrant.Email, MailSubject.VerifyEmail);
            using var reader = shared.NewClient();

            var answers = await Task.WhenAll(registrant.VerifyEmailAsync(first.Code), reader.DisownAsync(first.Code));
            var (verified, deleted) = (answers[0].IsSuccessStatusCode, answers[1].IsSuccessStatusCode);

            Assert.NotEqual(verified, deleted);
            Assert.Equal(verified, await registrant.IsAcceptedAsync());
        }
    }
}
