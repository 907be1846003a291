using System.Text.Json.Nodes;
using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>What the order of refusals is, and what the default audience leaves open.</summary>
public sealed class AudienceTests : StoreTests<SqliteStore>
{
    private const string Warning = "A resource API can change the accounts";

    [Fact]
    public async Task By_default_nothing_changes_and_the_start_warns_beside_resource_apis()
    {
        await using var server = await Store.StartAsync(FeedReader.Settings);
        Assert.Contains(Warning, server.Log, StringComparison.Ordinal);
        using var client = await server.NewClient().RegisterAsync();
        var issuer = server.Address.GetLeftPart(UriPartial.Authority);

        client.Keep(await Answer.ExpectAsync(200, await client.PostAsync(
            "/auth/refresh", new JsonObject { ["refreshToken"] = client.Tokens.Refresh, ["audience"] = issuer })));

        Assert.Equal(issuer, client.Tokens.Audience);
        Assert.InRange(client.Tokens.Lifetime, 301, 700);
        Assert.True(await client.IsAcceptedAsync());
        await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/totp"));
        await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/totp", new JsonObject { ["password"] = "not the right password" }));
    }

    [Fact]
    public async Task Another_token_is_asked_for_before_another_proof()
    {
        await using var server = await Store.StartAsync(
            [.. FeedReader.Settings, ("Cardea__Audience", "https://api.example.org"), ("Cardea__RecentAuthentication", "00:00:01"), ("Cardea__ClockSkew", "00:00:00")]);
        Assert.DoesNotContain(Warning, server.Log, StringComparison.Ordinal);
        using var client = await server.NewClient().RegisterAsync();
        var request = new JsonObject { ["refreshToken"] = client.Tokens.Refresh, ["audience"] = server.Address.GetLeftPart(UriPartial.Authority) };
        await Eventually.HoldsAsync(async () =>
        {
            using var answer = await client.AskAsync(HttpMethod.Post, "/auth/totp", new JsonObject { ["password"] = AuthClient.Password });
            return (int)answer.StatusCode == 403;
        });

        await Answer.ExpectProblemAsync(403, "account_token_required", await client.AskAsync(HttpMethod.Post, "/auth/totp"));
        client.Keep(await Answer.ExpectAsync(200, await client.PostAsync("/auth/refresh", request)));
        await Answer.ExpectProblemAsync(403, "reauthentication_required", await client.AskAsync(HttpMethod.Post, "/auth/totp"));
    }

    [Fact]
    public async Task A_short_lifetime_is_that_of_tokens_for_the_issuer_too()
    {
        await using var server = await Store.StartAsync(("Cardea__Audience", "https://api.example.org"), ("Cardea__AccessTokenLifetime", "00:01:00"));
        using var client = await server.NewClient().RegisterAsync();

        client.Keep(await Answer.ExpectAsync(200, await client.PostAsync("/auth/refresh", new JsonObject
        {
            ["refreshToken"] = client.Tokens.Refresh,
            ["audience"] = server.Address.GetLeftPart(UriPartial.Authority),
        })));

        Assert.InRange(client.Tokens.Lifetime, 55, 65);
    }
}
