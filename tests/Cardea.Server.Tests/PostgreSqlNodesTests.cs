using System.Globalization;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>Three servers on one database. The environment variable <c>CARDEA_ROUNDS</c> asks for more rounds.</summary>
public sealed class PostgreSqlNodesTests : StoreTests<PostgreSqlStore>
{
    private const int Racers = 50;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("CARDEA_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 20;

    private CardeaProcess[] _nodes = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Store.StartAsync()));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Fifty_racers_on_each_of_three_nodes_make_one_lineage()
    {
        using var client = await _nodes[0].NewClient().RegisterAsync();
        var clients = Array.ConvertAll(_nodes, static node => node.NewClient());
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 3 * Racers).Select(racer => clients[racer % 3].TryRefreshAsync(client.Tokens.Refresh)));
            var tokens = new HashSet<string>(StringComparer.Ordinal);
            foreach (var answer in answers)
            {
                client.Keep(await Answer.ExpectAsync(200, answer));
                tokens.Add(client.Tokens.Refresh);
            }

            Assert.Single(tokens);
        }

        Array.ForEach(clients, static other => other.Dispose());
    }

    [Fact]
    public async Task A_session_begun_on_one_node_is_listed_refreshed_and_ended_on_others_and_refused_by_all()
    {
        using var laptop = await _nodes[0].NewClient().RegisterAsync("laptop");
        using var phone = await _nodes[1].NewClient().LoginAsync(laptop.Email, "phone");
        using var third = _nodes[2].NewClient();

        var sessions = await Answer.ExpectAsync(200, await third.GetAsync("/auth/sessions", laptop.Tokens.Access));
        Assert.Equal(["laptop", "phone"], sessions["sessions"]!.AsArray().Select(static session => (string)session!["device"]!).Order());

        var first = phone.Tokens;
        third.Keep(await Answer.ExpectAsync(200, await third.TryRefreshAsync(first.Refresh)));
        Assert.Equal(first.SessionId, third.Tokens.SessionId);
        await AssertAcceptedEverywhereAsync(third.Tokens);

        await Answer.ExpectAsync(204, await laptop.SendAsync(HttpMethod.Delete, $"/auth/sessions/{first.SessionId}", accessToken: laptop.Tokens.Access));
        Assert.False(await IsAcceptedAsync(_nodes[0], third.Tokens));
        await AssertRefusedEverywhereAsync(first, third.Tokens);
        await AssertAcceptedEverywhereAsync(laptop.Tokens);
    }

    [Fact]
    public async Task Nothing_lives_on_of_a_session_that_is_refreshed_left_and_closed_at_once()
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var client = await _nodes[0].NewClient().RegisterAsync();
            using var leaving = _nodes[1].NewClient();
            using var refreshing = _nodes[2].NewClient();
            var begun = client.Tokens;

            var refreshes = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => refreshing.TryRefreshAsync(begun.Refresh)));
            var logout = leaving.PostAsync("/auth/logout", accessToken: begun.Access);
            var disable = Store.ExecuteAsync($"UPDATE cardea.users SET disabled_at = now() WHERE email = '{client.Email}'");
            var late = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => refreshing.PostAsync("/auth/login", new JsonObject { ["email"] = client.Email, ["password"] = AuthClient.Password })));

            await Answer.ExpectAsync(204, await logout);
            await disable;
            var held = new List<Tokens> { begun };
            foreach (var answer in (await refreshes).Concat(await late))
            {
                Assert.Contains((int)answer.StatusCode, (int[])[200, 401, 503]);
                if (answer.IsSuccessStatusCode)
                {
                    held.Add(Tokens.Of(await Answer.ExpectAsync(200, answer)));
                }
            }

            foreach (var tokens in held)
            {
                await Answer.ExpectStatusAsync(401, await refreshing.TryRefreshAsync(tokens.Refresh));
            }

            await AssertRefusedEverywhereAsync([.. held.Where(tokens => tokens.SessionId == begun.SessionId)]);
        }
    }

    [Fact]
    public async Task A_key_made_beside_running_nodes_is_known_to_all_of_them_while_the_old_one_signs()
    {
        using var client = await _nodes[0].NewClient().RegisterAsync();
        await using (var run = Store.Run(["keys", "rotate"]))
        {
            Assert.True(await run.ExitAsync() == 0, run.Errors);
        }

        await Task.WhenAll(_nodes.Select(static node => Eventually.HoldsAsync(async () => await CountKeysAsync(node) == 2)));

        var before = client.Tokens.KeyId;
        await client.RefreshAsync();
        Assert.Equal(before, client.Tokens.KeyId);
        await AssertAcceptedEverywhereAsync(client.Tokens);
    }

    private async Task AssertAcceptedEverywhereAsync(Tokens tokens)
    {
        foreach (var node in _nodes)
        {
            Assert.True(await IsAcceptedAsync(node, tokens));
        }
    }

    // A node hears of an end by the feed, not before the next moment.
    private async Task AssertRefusedEverywhereAsync(params Tokens[] held)
    {
        foreach (var node in _nodes)
        {
            using var client = node.NewClient();
            foreach (var tokens in held)
            {
                await Eventually.HoldsAsync(async () => !await IsAcceptedAsync(node, tokens));
                await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(tokens.Refresh));
            }
        }
    }

    private static async Task<int> CountKeysAsync(CardeaProcess node)
    {
        using var client = node.NewClient();
        var keys = await Answer.ExpectAsync(200, await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json"));
        return keys["keys"]!.AsArray().Count;
    }

    private static async Task<bool> IsAcceptedAsync(CardeaProcess node, Tokens tokens)
    {
        using var client = node.NewClient();
        using var answer = await client.GetAsync("/auth/verify", tokens.Access);
        return answer.IsSuccessStatusCode;
    }
}
