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

        var held = new HeldBody(new JsonObject { ["code"] = app.NextCode() });
        var answer = thief.SendAsync(HttpMethod.Post, "/auth/totp/confirm", held);
        await held.HalfSent;
        await Answer.ExpectStatusAsync(204, await owner.PostAsync("/auth/logout-others"));
        held.Release();

        await Answer.ExpectProblemAsync(401, "invalid_token", await answer);
        Assert.False((bool)(await Answer.ExpectAsync(200, await owner.GetAsync("/auth/totp")))["enabled"]!);
    }

    [Fact]
    public async Task A_demoted_administrator_gives_no_role()
    {
        using var demoted = await shared.NewClient().RegisterAsync();
        using var friend = await shared.NewClient().RegisterAsync();
        var (id, friendId) = (await demoted.IdAsync(), await friend.IdAsync());
        await admin.SetRolesAsync(id, "admin");
        await demoted.LoginAsync(demoted.Email);

        var held = new HeldBody(Administrator<TStore>.Roles("admin"));
        var answer = demoted.SendAsync(HttpMethod.Put, $"/admin/users/{friendId}/roles", held);
        await held.HalfSent;
        await admin.SetRolesAsync(id);
        held.Release();

        await Answer.ExpectProblemAsync(401, "invalid_token", await answer);
        Assert.Empty((await admin.GetAsync($"/users/{friendId}"))["roles"]!.AsArray());
    }
}
