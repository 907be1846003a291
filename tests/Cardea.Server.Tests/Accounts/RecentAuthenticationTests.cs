using System.Buffers.Text;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Accounts;

/// <summary>What takes a proof of a moment ago of who one is.</summary>
public abstract class RecentAuthenticationTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task The_data_of_a_user_takes_a_recent_sign_in_and_a_refresh_is_none()
    {
        await using var server = await Store.StartAsync(("Cardea__RecentAuthentication", "00:00:01"), ("Cardea__ClockSkew", "00:00:00"));
        using var client = await server.NewClient().RegisterAsync();
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.GetAsync("/auth/me/data");
            return (int)answer.StatusCode == 403;
        });

        await client.RefreshAsync();
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.GetAsync("/auth/me/data"));
        var before = AuthenticatedAt(client);
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await ReauthenticateAsync(client, "not the right password"));
        client.Keep(await Answer.ExpectAsync(200, await ReauthenticateAsync(client, AuthClient.Password)));

        Assert.True(AuthenticatedAt(client) > before);
    }

    private static Task<HttpResponseMessage> ReauthenticateAsync(AuthClient client, string password) =>
        client.PostAsync("/auth/reauthenticate", new JsonObject { ["password"] = password }, client.Tokens.Access);

    private static long AuthenticatedAt(AuthClient client) =>
        (long)JsonNode.Parse(Base64Url.DecodeFromChars(client.Tokens.Access.Split('.')[1]))!["auth_time"]!;
}
