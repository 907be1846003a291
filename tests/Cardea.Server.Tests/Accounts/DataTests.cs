using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>All that is kept of a user: given to them, and deleted.</summary>
public abstract class DataTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    protected MailedServer<TStore> Shared => shared;

    [Fact]
    public async Task A_user_is_given_all_that_is_kept_of_them_but_the_secrets()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var phone = await owner.LoginElsewhereAsync("my phone");
        var first = owner.Tokens;
        await owner.RefreshAsync();
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        var reset = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        var key = (string)(await Answer.ExpectAsync(200, await owner.AskAsync(HttpMethod.Post, "/auth/totp")))["secret"]!;
        await Answer.ExpectAsync(200, await AuthenticatorApp.ConfirmAsync(owner, new AuthenticatorApp(key).NextCode()));
        var codes = await Answer.ExpectAsync(200, await owner.PostAsync("/auth/recovery-codes", new JsonObject { ["endOthers"] = true }, owner.Tokens.Access));

        var data = await Answer.ExpectAsync(200, await owner.GetAsync("/auth/me/data"));

        Assert.Equal((await owner.IdAsync(), owner.Email), ((string?)data["id"], (string?)data["email"]));
        Assert.True((bool)data["emailVerified"]! && (bool)data["hasPassword"]! && (bool)data["hasAuthenticatorApp"]!);
        Assert.Equal(owner.Tokens.SessionId, (string?)Assert.Single(data["sessions"]!.AsArray())!["id"]);
        var events = data["events"]!.AsArray().Select(static happened => (string)happened!["event"]!).ToArray();
        Assert.Equal(
            ["exported", "recovery_codes_made", "authenticator_added", "password_forgotten", "signed_in", "email_verified", "registered"], events);
        Assert.Equal(phone.Tokens.SessionId, (string?)data["events"]![4]!["sessionId"]);

        var recoveryCodes = codes["recoveryCodes"]!.AsArray().Select(static code => (string)code!).ToArray();
        Assert.Equal(recoveryCodes.Length, (int)data["recoveryCodesLeft"]!);
        string[] secrets =
        [
            AuthClient.Password, "argon2", "cdr_", "eyJ", first.Refresh, owner.Tokens.Refresh, owner.Tokens.Access, reset.Code, key, "stamp", "hash\"",
            .. recoveryCodes, .. recoveryCodes.Select(static code => code.Replace("-", "", StringComparison.Ordinal)),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, data.ToJsonString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nothing_of_others_is_in_it()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var other = await shared.NewClient().RegisterAsync();

        var data = (await Answer.ExpectAsync(200, await owner.GetAsync("/auth/me/data"))).ToJsonString();

        Assert.DoesNotContain(other.Email, data, StringComparison.Ordinal);
        Assert.DoesNotContain(await other.IdAsync(), data, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Tokens.SessionId, data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_takes_the_password()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        foreach (var password in (string?[])["not the right password", "", null])
        {
            await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.DeleteAccountAsync(password));
        }

        Assert.True(await owner.IsAcceptedAsync());
        Assert.Equal(owner.Email, (string?)(await owner.MeAsync())["email"]);
    }

    [Fact]
    public async Task A_deleted_account_is_gone_at_once_and_everywhere()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        using var phone = await owner.LoginElsewhereAsync("my phone");
        var id = await owner.IdAsync();
        await AuthenticatorApp.AddAsync(owner);
        await Answer.ExpectAsync(202, await owner.ForgetPasswordAsync());
        var reset = await shared.Mail.NextAsync(owner.Email, MailSubject.ResetPassword);
        var email = AuthClient.NewEmail();
        await Answer.ExpectAsync(202, await owner.ChangeEmailAsync(email));
        var change = await shared.Mail.NextAsync(email);

        await Answer.ExpectAsync(204, await owner.DeleteAccountAsync());

        foreach (var session in (AuthClient[])[owner, phone])
        {
            await Answer.ExpectProblemAsync(401, "invalid_token", await session.GetAsync("/auth/verify"));
            await Answer.ExpectProblemAsync(401, "invalid_token", await session.GetAsync("/auth/me"));
            await Answer.ExpectProblemAsync(401, "session_ended", await session.TryRefreshAsync(session.Tokens.Refresh));
        }

        await Answer.ExpectProblemAsync(401, "invalid_credentials", await owner.TrySignInAsync(owner.Email));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.ResetPasswordAsync(reset.Code));
        await Answer.ExpectProblemAsync(400, "invalid_code", await owner.VerifyEmailAsync(change.Code));
        await shared.Mail.NextAsync(owner.Email, MailSubject.AccountDeleted);
        await AssertForgottenAsync(shared.Store, owner.Email);

        // Whoever comes next to the address begins with nothing.
        using var next = shared.NewClient();
        next.Keep(await Answer.ExpectAsync(201, await next.TryRegisterAsync(owner.Email)));
        var data = await Answer.ExpectAsync(200, await next.GetAsync("/auth/me/data"));
        Assert.NotEqual(id, (string?)data["id"]);
        Assert.False((bool)data["emailVerified"]! || (bool)data["hasAuthenticatorApp"]!);
        Assert.Equal(["exported", "registered"], data["events"]!.AsArray().Select(static happened => (string)happened!["event"]!));
        Assert.Single(data["sessions"]!.AsArray());
    }

    [Fact]
    public async Task The_audit_keeps_what_happened_but_not_to_whom()
    {
        using var owner = await shared.RegisterVerifiedAsync();
        var id = await owner.IdAsync();
        await Answer.ExpectAsync(401, await owner.TrySignInAsync(owner.Email, "not the right password"));
        await Answer.ExpectAsync(204, await owner.DeleteAccountAsync());
        using var operating = await shared.NewClient().RegisterAsync();
        await shared.RunAsync("users", "roles", operating.Email, "--add", "admin");
        await operating.RefreshAsync();

        var kept = (await Answer.ExpectAsync(200, await operating.GetAsync($"/admin/events?user={id}")))["events"]!.AsArray();

        Assert.Equal(["deleted", "sign_in_failed", "email_verified", "registered"], kept.Select(static happened => (string)happened!["event"]!));
        Assert.All(kept, static happened => Assert.Equal((null, null), ((string?)happened!["ipAddress"], (string?)happened["userAgent"])));
        Assert.DoesNotContain(owner.Email, kept.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await Answer.ExpectAsync(200, await operating.GetAsync($"/admin/users?search={owner.Email}")))["users"]!.AsArray());
    }

    /// <summary>Looks for what the database still has of an address.</summary>
    protected virtual Task AssertForgottenAsync(TStore store, string email) => Task.CompletedTask;
}
