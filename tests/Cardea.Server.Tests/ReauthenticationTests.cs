using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>
/// Proving again who one is, and changing the password: a generation moves only when its refresh token is presented. Until
/// 2026-11-27 both moved it without the token, and a second tab was then taken for a thief.
/// </summary>
public abstract class ReauthenticationTests<TStore> : StoreTests<TStore>
    where TStore : TestStore, new()
{
    private const string NewPassword = "a staple for the battery of a horse";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly (string, string)[] ShortGrace = [("Cardea__RefreshGrace", Grace.ToString()), ("Cardea__Issuer", "http://issuer.example")];

    [Theory]
    [InlineData("/auth/reauthenticate")]
    [InlineData("/auth/password/change")]
    public async Task A_second_tab_is_no_thief_when_the_answer_got_lost(string path)
    {
        await using var server = await Store.StartAsync(ShortGrace);
        using var client = await server.NewClient().RegisterAsync();
        var token = client.Tokens.Refresh;
        await Answer.ExpectStatusAsync(200, await ProveAsync(client, path));
        await Task.Delay(Grace * 1.3, Stop);

        var first = Tokens.Of(await Answer.ExpectAsync(200, await client.TryRefreshAsync(token)));
        var second = Tokens.Of(await Answer.ExpectAsync(200, await client.TryRefreshAsync(token)));

        Assert.Equal(first.Refresh, second.Refresh);
        Assert.DoesNotContain("token_replayed", await client.EventsAsync());
    }

    [Theory]
    [InlineData("/auth/reauthenticate")]
    [InlineData("/auth/password/change")]
    public async Task Without_the_refresh_token_the_client_keeps_the_one_that_it_has(string path)
    {
        await using var server = await Store.StartAsync(ShortGrace);
        using var client = await server.NewClient().RegisterAsync();
        var before = client.Tokens;
        await Task.Delay(Grace, Stop);
        var answer = await Answer.ExpectAsync(200, await ProveAsync(client, path));
        client.Keep(answer);

        Assert.Null(answer["refreshToken"]);
        Assert.Null(answer["refreshExpiresIn"]);
        Assert.Equal($"{before.SessionId}.0", client.Tokens.Id);
        Assert.True(client.Tokens.AuthTime > before.AuthTime);
        Assert.True(await client.IsAcceptedAsync());
        await client.RefreshAsync();
    }

    [Theory]
    [InlineData("/auth/reauthenticate")]
    [InlineData("/auth/password/change")]
    public async Task With_the_refresh_token_it_is_rotated(string path)
    {
        await using var server = await Store.StartAsync(ShortGrace);
        using var client = await server.NewClient().RegisterAsync();
        var before = client.Tokens;
        client.Keep(await Answer.ExpectAsync(200, await ProveAsync(client, path, before.Refresh)));

        Assert.Equal($"{before.SessionId}.0.1", client.Tokens.Id);
        Assert.Equal(client.Tokens.Refresh, Tokens.Of(await Answer.ExpectAsync(200, await client.TryRefreshAsync(before.Refresh))).Refresh);
        await client.RefreshAsync();
    }

    [Theory]
    [InlineData("/auth/reauthenticate")]
    [InlineData("/auth/password/change")]
    public async Task A_refresh_token_that_is_not_the_sessions_changes_nothing(string path)
    {
        await using var server = await Store.StartAsync(ShortGrace);
        using var client = await server.NewClient().RegisterAsync();
        using var elsewhere = await client.LoginElsewhereAsync();
        var authTime = client.Tokens.AuthTime;
        foreach (var token in (string[])["", "garbage", client.Tokens.Access, elsewhere.Tokens.Refresh])
        {
            await Answer.ExpectProblemAsync(401, "invalid_refresh_token", await ProveAsync(client, path, token));
        }

        Assert.Equal(authTime, (await client.RefreshAsync()).AuthTime);
        Assert.True(await elsewhere.IsAcceptedAsync());
        await Answer.ExpectStatusAsync(200, await client.TryLoginAsync());
    }

    [Theory]
    [InlineData("/auth/reauthenticate")]
    [InlineData("/auth/password/change")]
    public async Task A_replayed_refresh_token_ends_the_session_and_changes_nothing_else(string path)
    {
        await using var server = await Store.StartAsync(ShortGrace);
        using var client = await server.NewClient().RegisterAsync();
        using var elsewhere = await client.LoginElsewhereAsync();
        var stolen = await client.BeRobbedAsync();

        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await ProveAsync(client, path, stolen));

        Assert.False(await client.IsAcceptedAsync());
        Assert.True(await elsewhere.IsAcceptedAsync());
        Assert.Contains("token_replayed", await elsewhere.EventsAsync());
        await Answer.ExpectStatusAsync(200, await client.TryLoginAsync());
    }

    private static Task<HttpResponseMessage> ProveAsync(AuthClient client, string path, string? refreshToken = null)
    {
        var body = path == "/auth/reauthenticate"
            ? new JsonObject { ["password"] = AuthClient.Password }
            : new JsonObject { ["currentPassword"] = AuthClient.Password, ["newPassword"] = NewPassword };
        if (refreshToken is not null)
        {
            body["refreshToken"] = refreshToken;
        }

        return client.AskAsync(HttpMethod.Post, path, body);
    }
}
