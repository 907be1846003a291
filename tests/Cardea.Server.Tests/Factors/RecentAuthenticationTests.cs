using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>What a session that was begun long ago may not change until its user has proved again who they are.</summary>
public abstract class RecentAuthenticationTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private static readonly (string, string) Issuer = ("Cardea__Issuer", "http://issuer.example");

    private static readonly (HttpMethod Method, string Path)[] Changes =
    [
        (HttpMethod.Post, "/auth/totp"), (HttpMethod.Post, "/auth/totp/confirm"), (HttpMethod.Delete, "/auth/totp"),
        (HttpMethod.Post, "/auth/recovery-codes"),
        (HttpMethod.Post, "/auth/passkeys/options"), (HttpMethod.Post, "/auth/passkeys"), (HttpMethod.Delete, "/auth/passkeys/AQID"),
        (HttpMethod.Get, "/auth/me/data"),
        (HttpMethod.Post, "/admin/users/me/lock"), (HttpMethod.Post, "/admin/users/me/unlock"), (HttpMethod.Put, "/admin/users/me/roles"),
        (HttpMethod.Delete, "/admin/users/me/factors"),
        (HttpMethod.Delete, "/admin/users/me"), (HttpMethod.Post, "/admin/keys/rotate"), (HttpMethod.Delete, "/admin/keys/none"),
    ];

    [Fact]
    public async Task Whoever_signed_in_long_ago_proves_again_who_they_are()
    {
        await using var server = await Store.StartAsync(("Cardea__RecentAuthentication", "00:00:01"), ("Cardea__ClockSkew", "00:00:00"));
        using var client = await server.NewClient().RegisterAsync();
        await GiveAdministrationAsync(client.Email);
        await Eventually.HoldsAsync(async () => !await client.IsAcceptedAsync());
        await client.RefreshAsync();
        await Eventually.HoldsAsync(async () => await StatusAsync(client, HttpMethod.Post, "/auth/totp") == 403);

        foreach (var (method, path) in Changes)
        {
            await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.AskAsync(method, path, new JsonObject { ["roles"] = new JsonArray() }));
        }

        // A refresh is no proof; looking is free.
        await client.RefreshAsync();
        Assert.Equal(403, await StatusAsync(client, HttpMethod.Post, "/auth/totp"));
        foreach (var path in (string[])["/auth/totp", "/auth/recovery-codes", "/auth/passkeys", "/auth/events", "/admin/users", "/admin/keys", "/admin/events"])
        {
            Assert.Equal(200, await StatusAsync(client, HttpMethod.Get, path));
        }

        var session = client.Tokens.SessionId;
        await Eventually.HoldsAsync(async () =>
        {
            client.Keep(await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/reauthenticate", new JsonObject { ["password"] = AuthClient.Password })));
            return await StatusAsync(client, HttpMethod.Post, "/auth/totp") == 200;
        });
        Assert.Equal(session, client.Tokens.SessionId);
    }

    [Fact]
    public async Task Where_there_is_a_second_factor_the_password_alone_changes_nothing()
    {
        JsonNode tokens;
        await using (var before = await Store.StartAsync(Issuer))
        {
            using var owner = await before.NewClient().RegisterAsync();
            await AuthenticatorApp.AddAsync(owner);
            tokens = await Answer.ExpectAsync(200, await owner.TryRefreshAsync(owner.Tokens.Refresh));
        }

        await using var server = await Store.StartAsync(Issuer, ("Cardea__RecentAuthentication", "00:00:01"), ("Cardea__ClockSkew", "00:00:00"));
        using var client = server.NewClient();
        client.Keep(tokens);
        await Eventually.HoldsAsync(async () => await StatusAsync(client, HttpMethod.Post, "/auth/totp") == 403);

        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.ChangePasswordAsync());
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.ChangeEmailAsync(AuthClient.NewEmail()));
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.DeleteAccountAsync());
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.DeleteAccountAsync("not the right password"));
        Assert.True(await client.IsAcceptedAsync());
    }

    private static async Task<int> StatusAsync(AuthClient client, HttpMethod method, string path)
    {
        using var answer = await client.AskAsync(method, path);
        return (int)answer.StatusCode;
    }

    private async Task GiveAdministrationAsync(string email)
    {
        await using var run = Store.Run(["users", "roles", email, "--add", "admin"]);
        Assert.True(await run.ExitAsync() == 0, run.Errors);
    }
}
