using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>How much mail others can cause, and how much a known device can.</summary>
public abstract class MailAllowanceTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Nobody_is_flooded_with_mail_by_who_knows_their_address()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var stranger = shared.NewClient();
        for (var i = 0; i < 8; i++)
        {
            await Answer.ExpectAsync(202, await stranger.ForgetPasswordAsync(owner.Email));
        }

        // Five within the window, and each is still good.
        ReceivedMail[] mails = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword)))];
        var answers = await Task.WhenAll(mails.Select(mail => owner.ResetPasswordAsync(mail.Code)));
        Assert.Single(answers, static answer => (int)answer.StatusCode == 204);
        await shared.Mail.NextAsync(owner.Email, MailSubject.PasswordChanged);
        Assert.Equal(7, shared.Mail.Messages.Count(mail => mail.To == owner.Email));
    }

    [Fact]
    public async Task Strangers_use_up_no_mail_of_a_known_device()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var stranger = await shared.NewClient().RegisterAsync();
        var token = (string)(await Answer.ExpectAsync(200, await owner.TrySignInAsync(owner.Email)))["deviceToken"]!;
        for (var i = 0; i < 6; i++)
        {
            await Answer.ExpectAsync(202, await stranger.ForgetPasswordAsync(owner.Email));
            await Answer.ExpectAsync(202, await stranger.PostAsync("/auth/link", new JsonObject { ["email"] = owner.Email }));
        }

        await Eventually.HoldsAsync(async () => await CountAsync(owner.Email) == 5);

        // By the cookie, and by the member of the body.
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        await Eventually.HoldsAsync(async () => await CountAsync(owner.Email) == 6);
        using var cookieless = shared.NewClient();
        var asked = new JsonObject { ["email"] = owner.Email, ["deviceToken"] = token };
        await Answer.ExpectAsync(202, await cookieless.PostAsync("/auth/link", asked.DeepClone()));
        await Eventually.HoldsAsync(async () => await CountAsync(owner.Email) == 7);

        // The allowance of known devices has an end too.
        for (var i = 0; i < 6; i++)
        {
            await Answer.ExpectAsync(202, await cookieless.PostAsync("/auth/password/forgot", asked.DeepClone()));
        }

        await Eventually.HoldsAsync(async () => await CountAsync(owner.Email) >= 10);
        using var last = await shared.RegisterVerifiedAsync();
        Assert.Equal(10, await CountAsync(owner.Email));

        Task<int> CountAsync(string email) => Task.FromResult(shared.Mail.Messages.Count(mail => mail.To == email
            && (mail.Subject.StartsWith(MailSubject.ResetPassword, StringComparison.Ordinal) || mail.Subject.StartsWith(MailSubject.SignInLink, StringComparison.Ordinal))));
    }
}
