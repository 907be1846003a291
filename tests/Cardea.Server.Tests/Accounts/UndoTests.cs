using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>A thief with a session moves the account to another address: the owner of the old address undoes that.</summary>
public abstract class UndoTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    protected MailedServer<TStore> Shared => shared;

    [Fact]
    public async Task The_old_address_gets_the_account_back_without_what_was_added_since()
    {
        using var thief = await shared.RegisterVerifiedAsync();
        var (old, stolen) = (thief.Email, AuthClient.NewEmail());
        var undo = await MoveAsync(thief, old, stolen);
        await AuthenticatorApp.AddAsync(thief);
        using var owner = shared.NewClient();

        // Looking at the page undoes nothing.
        await Answer.ExpectStatusAsync(200, await owner.SendAsync(HttpMethod.Get, "/account/undo-email"));
        await Answer.ExpectProblemAsync(409, "email_taken", await owner.TryRegisterAsync(old));
        Assert.True(await thief.IsAcceptedAsync());
        await Answer.ExpectAsync(204, await UndoAsync(owner, undo));

        Assert.False(await thief.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TrySignInAsync(stolen));
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TrySignInAsync(old));
        await Answer.ExpectProblemAsync(400, "invalid_code", await UndoAsync(owner, undo));
        await shared.Mail.NextAsync(stolen, MailSubject.EmailChangeUndone);
        await SignInWithNewPasswordAsync(owner, old);
        Assert.Equal((old, true), ((string?)(await owner.MeAsync())["email"], (bool)(await owner.MeAsync())["emailVerified"]!));
        Assert.Contains("email_change_undone", await owner.EventsAsync());
    }

    [Fact]
    public async Task A_second_change_does_not_take_the_undo_away_and_neither_does_a_deletion()
    {
        using var thief = await shared.RegisterVerifiedAsync();
        var (old, first, second) = (thief.Email, AuthClient.NewEmail(), AuthClient.NewEmail());
        var undo = await MoveAsync(thief, old, first);
        await MoveAsync(thief, first, second);
        await Answer.ExpectAsync(204, await thief.DeleteAccountAsync());
        await shared.Mail.NextAsync(second, MailSubject.DeletionAsked);
        Assert.False(await thief.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await thief.TrySignInAsync(second));
        using var owner = shared.NewClient();

        await Answer.ExpectAsync(204, await UndoAsync(owner, undo));

        await SignInWithNewPasswordAsync(owner, old);
        Assert.Contains("deletion_asked", await owner.EventsAsync());
    }

    [Fact]
    public async Task The_owner_of_a_reserved_address_is_told_who_tries_to_use_it()
    {
        using var thief = await shared.RegisterVerifiedAsync();
        using var other = await shared.RegisterVerifiedAsync();
        var old = thief.Email;
        var undo = await MoveAsync(thief, old, AuthClient.NewEmail());
        using var owner = shared.NewClient();

        // The answers are those for an address that has an account.
        await Answer.ExpectAsync(202, await other.ChangeEmailAsync(old));
        await shared.Mail.NextAsync(old, MailSubject.AddressTaken);
        var reserved = await Answer.ExpectProblemAsync(409, "email_taken", await owner.TryRegisterAsync(old));
        await shared.Mail.NextAsync(old, MailSubject.AddressTaken);
        var taken = await Answer.ExpectProblemAsync(409, "email_taken", await owner.TryRegisterAsync(other.Email));
        Assert.Equal(taken.ToJsonString(), reserved.ToJsonString());

        // Another registration brings no other mail on the same day.
        await Answer.ExpectProblemAsync(409, "email_taken", await owner.TryRegisterAsync(old));
        await Answer.ExpectAsync(204, await UndoAsync(owner, undo));
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync(old));
        Assert.StartsWith(MailSubject.ResetPassword, (await shared.Mail.NextAsync(old)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_leaves_the_undo_to_the_owner_for_after_it()
    {
        using var thief = await shared.RegisterVerifiedAsync();
        var (old, stolen) = (thief.Email, AuthClient.NewEmail());
        var undo = await MoveAsync(thief, old, stolen);
        await shared.RunAsync("users", "lock", stolen);
        using var owner = shared.NewClient();

        await Answer.ExpectProblemAsync(400, "invalid_code", await UndoAsync(owner, undo));
        await shared.RunAsync("users", "unlock", stolen);
        await Answer.ExpectAsync(204, await UndoAsync(owner, undo));

        await SignInWithNewPasswordAsync(owner, old);
    }

    [Fact]
    public async Task A_code_of_another_purpose_or_none_undoes_nothing()
    {
        using var user = await shared.RegisterVerifiedAsync();
        await Answer.ExpectAsync(202, await user.ForgetPasswordAsync());
        var reset = await shared.Mail.NextAsync(user.Email, MailSubject.ResetPassword);

        await Answer.ExpectProblemAsync(400, "invalid_code", await UndoAsync(user, reset.Code));
        await Answer.ExpectProblemAsync(400, "invalid_code", await user.PostAsync("/auth/email/undo", new System.Text.Json.Nodes.JsonObject()));
    }

    private static Task<HttpResponseMessage> UndoAsync(AuthClient client, string code) =>
        client.PostAsync("/auth/email/undo", new System.Text.Json.Nodes.JsonObject { ["token"] = code });

    private protected async Task<string> MoveAsync(AuthClient client, string from, string to)
    {
        await Answer.ExpectAsync(202, await client.ChangeEmailAsync(to));
        await Answer.ExpectAsync(204, await client.VerifyEmailAsync((await shared.Mail.NextAsync(to, MailSubject.ChangeEmail)).Code));
        return (await shared.Mail.NextAsync(from, MailSubject.EmailChanged)).Code;
    }

    private async Task SignInWithNewPasswordAsync(AuthClient owner, string email)
    {
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync(email));
        await Answer.ExpectAsync(204, await owner.ResetPasswordAsync((await shared.Mail.NextAsync(email, MailSubject.ResetPassword)).Code));
        owner.Keep(await Answer.ExpectAsync(200, await owner.TrySignInAsync(email, AccountRequests.NewPassword)));
    }
}
