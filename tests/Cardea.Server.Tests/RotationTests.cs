using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

public abstract class RotationTests<TStore>(SharedServer<TStore> shared)
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Refreshing_brings_a_new_pair_of_the_same_session()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var first = client.Tokens;
        var second = await client.RefreshAsync();

        Assert.Equal(first.SessionId, second.SessionId);
        Assert.NotEqual(first.Refresh, second.Refresh);
        Assert.NotEqual(first.Access, second.Access);
        Assert.True(await client.IsAcceptedAsync());
    }

    [Fact]
    public async Task Both_names_of_the_endpoint_do_the_same()
    {
        using var client = await shared.NewClient().RegisterAsync();
        using var answer = await client.PostTextAsync("/AUTH/Refresh", $$"""{"refreshToken":"{{client.Tokens.Refresh}}"}""");

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Twenty_tabs_refreshing_at_once_all_get_the_same_successor()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.TryRefreshAsync(client.Tokens.Refresh)));
        var tokens = new List<Tokens>();
        foreach (var answer in answers)
        {
            tokens.Add(Tokens.Of(await Answer.ExpectAsync(200, answer)));
        }

        Assert.Single(tokens.Select(static token => token.Refresh).Distinct());
        Assert.Single(tokens.Select(static token => token.SessionId).Distinct());
    }

    [Fact]
    public async Task A_replay_ends_the_session_and_its_access_tokens_but_no_other_device()
    {
        using var owner = await shared.NewClient().RegisterAsync();
        using var elsewhere = await owner.LoginElsewhereAsync();
        var stolen = await owner.BeRobbedAsync();

        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await owner.TryRefreshAsync(stolen));

        Assert.False(await owner.IsAcceptedAsync());
        await Answer.ExpectProblemAsync(401, "session_ended", await owner.TryRefreshAsync(owner.Tokens.Refresh));
        Assert.True(await elsewhere.IsAcceptedAsync());
    }

    [Fact]
    public async Task What_we_did_not_issue_touches_no_session()
    {
        using var client = await shared.NewClient().RegisterAsync();
        var token = client.Tokens.Refresh;
        string[] forgeries =
        [
            "", " ", "cdr_", "garbage", new('A', 98), token[..^1], token + "A", token + "=", $" {token}", $"{token}\n",
            token.ToUpperInvariant(), token.Replace("cdr_", "cdx_", StringComparison.Ordinal), client.Tokens.Access, new('x', 10_000),
            token[..50] + (token[50] == 'A' ? 'B' : 'A') + token[51..],
        ];
        foreach (var forgery in forgeries)
        {
            await Answer.ExpectProblemAsync(401, "invalid_refresh_token", await client.TryRefreshAsync(forgery));
        }

        await client.RefreshAsync();
    }

    [Fact]
    public async Task A_body_without_a_token_is_refused()
    {
        using var client = shared.NewClient();
        await Answer.ExpectProblemAsync(401, "invalid_refresh_token", await client.PostTextAsync("/auth/refresh-token", "{}"));
    }
}
