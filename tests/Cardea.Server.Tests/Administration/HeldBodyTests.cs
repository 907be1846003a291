using System.Text.Json.Nodes;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>Requests whose body is held back until their session has ended: the store refuses the change.</summary>
public abstract class HeldBodyTests<TStore>(SharedServer<TStore> shared, Administrator<TStore> admin) : IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_thief_adds_no_factor_after_the_owner_has_ended_the_session()
    {
        using var thief = await shared.NewClient().RegisterAsync();
        using var owner = await thief.LoginElsewhereAsync();
        var app = await AuthenticatorApp.BeginAsync(thief);

        var held = await HeldRequest.SendAsync(thief, HttpMethod.Post, "/auth/totp/confirm", new JsonObject { ["code"] = app.NextCode() });
        await Answer.ExpectStatusAsync(204, await owner.AskAsync(HttpMethod.Post, "/auth/logout-others"));

        await Answer.ExpectProblemAsync(401, "invalid_token", await held.FinishAsync());
        Assert.False((bool)(await Answer.ExpectAsync(200, await owner.GetAsync("/auth/totp")))["enabled"]!);
    }

    [Theory]
    [InlineData("POST", "/admin/keys/rotate")]
    [InlineData("DELETE", "/admin/keys/none")]
    public async Task A_demoted_administrator_changes_no_key(string method, string path)
    {
        using var demoted = await shared.NewClient().RegisterAsync();
        var id = await demoted.IdAsync();
        await admin.SetRolesAsync(id, "admin");
        await demoted.LoginAsync(demoted.Email);

        var held = await HeldRequest.SendAsync(demoted, new(method), path, new JsonObject { ["password"] = AuthClient.Password });
        await admin.SetRolesAsync(id);

        await Answer.ExpectProblemAsync(401, "invalid_token", await held.FinishAsync());
    }

    [Fact]
    public async Task A_demoted_administrator_gives_no_role()
    {
        using var demoted = await shared.NewClient().RegisterAsync();
        using var friend = await shared.NewClient().RegisterAsync();
        var (id, friendId) = (await demoted.IdAsync(), await friend.IdAsync());
        await admin.SetRolesAsync(id, "admin");
        await demoted.LoginAsync(demoted.Email);

        var held = await HeldRequest.SendAsync(demoted, HttpMethod.Put, $"/admin/users/{friendId}/roles", Administrator<TStore>.Roles("admin"));
        await admin.SetRolesAsync(id);

        await Answer.ExpectProblemAsync(401, "invalid_token", await held.FinishAsync());
        Assert.Empty((await admin.GetAsync($"/users/{friendId}"))["roles"]!.AsArray());
    }
}
