using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>Users who have lost their second factor, and whom an operator lets in again.</summary>
public abstract class LostFactorTests<TStore>(MailedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_operator_removes_what_was_lost_and_the_owner_is_told(bool overHttp)
    {
        using var owner = await shared.NewClient().RegisterAsync();
        var (_, codes) = await AuthenticatorApp.AddAsync(owner);
        await shared.Mail.NextAsync(owner.Email, MailSubject.FactorsChanged);
        var halfDone = await FirstStep.ShowPasswordAsync(owner);

        var operatorName = overHttp ? await RemoveOverHttpAsync(owner) : await RemoveByCommandAsync(owner);

        Assert.Contains("All second factors", (await shared.Mail.NextAsync(owner.Email, MailSubject.FactorsChanged)).Text, StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => !await owner.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await owner.TryRefreshAsync(owner.Tokens.Refresh));
        await Answer.ExpectStatusAsync(401, await halfDone.TryAsync(codes[0]));
        await owner.LoginAsync(owner.Email);
        Assert.Equal(["pwd"], owner.Tokens.Amr);
        Assert.Equal(0, (int?)(await Answer.ExpectAsync(200, await owner.GetAsync("/auth/recovery-codes")))["left"]);
        var removal = Assert.Single(await owner.ListEventsAsync(), static happened => (string?)happened!["event"] == "factors_removed")!;
        Assert.Matches(operatorName, (string)removal["detail"]!);

        await AuthenticatorApp.AddAsync(owner);
    }

    private async Task<string> RemoveByCommandAsync(AuthClient owner)
    {
        await shared.RunAsync("users", "remove-factors", owner.Email);
        return @"^command line \(.+\)$";
    }

    private async Task<string> RemoveOverHttpAsync(AuthClient owner)
    {
        using var admin = await shared.NewClient().RegisterAsync();
        await shared.RunAsync("users", "roles", admin.Email, "--add", "admin");
        await admin.LoginAsync(admin.Email);
        var user = await Answer.ExpectAsync(200, await admin.AskAsync(HttpMethod.Delete, $"/admin/users/{await owner.IdAsync()}/factors"));
        Assert.Empty(user["secondFactors"]!.AsArray());
        return $"^user {await admin.IdAsync()}$";
    }
}
