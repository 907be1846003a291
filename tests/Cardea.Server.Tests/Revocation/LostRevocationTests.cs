using System.Diagnostics;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Revocation;

/// <summary>
/// The primary is lost, and the promoted standby never got what was revoked. Nodes that still know it write it back: within
/// two seconds a token is refused again everywhere, and what has ended stays ended.
/// </summary>
public sealed class LostRevocationTests : StoreTests<ReplicatedPostgreSqlStore>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    // Long enough for a node to start meanwhile, and no longer: the test outlasts the entries of the index.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Balancer _address = new();
    private readonly List<string> _findings = [];
    private readonly Dictionary<string, Func<string, Task<int>>> _acceptors = [];

    // On a busy machine, a program that has just started takes longer than a running one to connect.
    private (string, string)[] Settings =>
    [
        ("ConnectionStrings__Cardea", $"{Store.ConnectionString};Timeout=10"),
        .. FeedReader.Settings,
        ("Cardea__Issuer", _address.Address),
        ("Cardea__AccessTokenLifetime", Lifetime.ToString()),
        ("Cardea__ClockSkew", "00:00:00"),
    ];

    public override async ValueTask DisposeAsync()
    {
        await _address.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_logout_that_the_promoted_standby_never_got_holds_on_every_node_and_api_and_for_good()
    {
        await using var near = await StartNodeAsync("near");
        await using var far = await StartNodeAsync("far");
        _address.Use(far.Address);
        await using var api = await OrdersProcess.StartAsync(Store.Directory, _address.Address);
        _acceptors.Add("API", api.StatusAsync);
        using var leaving = await near.NewClient().RegisterAsync();
        using var staying = await near.NewClient().RegisterAsync();
        await AssertAcceptedEverywhereAsync(leaving);
        await Store.UntilReplicatedAsync();
        await Store.Standby.CutOffAsync();
        await Answer.ExpectAsync(204, await leaving.PostAsync("/auth/logout", accessToken: leaving.Tokens.Access));
        await Eventually.HoldsAsync(async () => (await StatusesAsync(leaving)).All(static status => status == 401));

        await Store.FailOverAsync();
        var promoted = Stopwatch.StartNew();
        await using var fresh = await StartNodeAsync("fresh");
        await FindAcceptanceAsync(leaving, until: promoted.Elapsed < Bound ? Bound - promoted.Elapsed : TimeSpan.Zero, "after the promotion");

        await FindRefreshAsync("after the promotion", leaving, near, far, fresh);
        await AssertAcceptedEverywhereAsync(staying);

        await Task.Delay((Lifetime * 1.1) + Bound, Stop);
        await FindRefreshAsync("after the lives of all entries", leaving, near, far, fresh);
        await FindAcceptanceAsync(leaving, until: TimeSpan.Zero, "after the lives of all entries");
        await staying.RefreshAsync();
        await AssertAcceptedEverywhereAsync(staying);
        Assert.True(_findings.Count == 0, string.Join('\n', _findings));
    }

    [Trait("Run", "full")]
    [Fact]
    public async Task A_recall_that_the_promoted_standby_never_got_holds_on_every_node_and_api()
    {
        await using var near = await StartNodeAsync("near");
        await using var far = await StartNodeAsync("far");
        _address.Use(far.Address);
        await using var api = await OrdersProcess.StartAsync(Store.Directory, _address.Address);
        _acceptors.Add("API", api.StatusAsync);
        using var client = await near.NewClient().RegisterAsync();
        await AssertAcceptedEverywhereAsync(client);
        await Store.UntilReplicatedAsync();
        await Store.Standby.CutOffAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await using var run = Store.Run(["users", "roles", client.Email, "--add", "writer"], Settings);
            return await run.ExitAsync() == 0;
        });
        await Eventually.HoldsAsync(async () => (await StatusesAsync(client)).All(static status => status == 401));

        await Store.FailOverAsync();
        var promoted = Stopwatch.StartNew();
        await using var fresh = await StartNodeAsync("fresh");
        await FindAcceptanceAsync(client, until: promoted.Elapsed < Bound ? Bound - promoted.Elapsed : TimeSpan.Zero, "after the promotion");

        client.Keep(await Answer.ExpectAsync(200, await Eventually.AnsweredAsync(() => client.TryRefreshAsync(client.Tokens.Refresh))));
        await AssertAcceptedEverywhereAsync(client);
        Assert.True(_findings.Count == 0, string.Join('\n', _findings));
    }

    private async Task<CardeaProcess> StartNodeAsync(string name)
    {
        var node = await Store.StartAsync(Settings);
        _acceptors.Add(name, token => StatusAsync(node, token));
        return node;
    }

    // Those that have refused it before may not accept it even now; all others have until then.
    private async Task FindAcceptanceAsync(AuthClient client, TimeSpan until, string when)
    {
        await Task.Delay(until, Stop);
        foreach (var (name, ask) in _acceptors)
        {
            await Eventually.HoldsAsync(async () => await ask(client.Tokens.Access) != 503);
            if (await ask(client.Tokens.Access) is not 401 and var status)
            {
                _findings.Add($"{when}: {name} accepts the access token ({status})");
            }
        }
    }

    private async Task FindRefreshAsync(string when, AuthClient client, params CardeaProcess[] nodes)
    {
        foreach (var node in nodes)
        {
            using var answer = await RefreshAsync(node, client.Tokens.Refresh);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            if (!text.Contains("session_ended", StringComparison.Ordinal))
            {
                _findings.Add($"{when}: {node.Address} answers the refresh token with {(int)answer.StatusCode}, not with session_ended");
            }
        }
    }

    private Task AssertAcceptedEverywhereAsync(AuthClient client) =>
        Eventually.HoldsAsync(async () => (await StatusesAsync(client)).All(static status => status is 200 or 204));

    private async Task<int[]> StatusesAsync(AuthClient client) => await Task.WhenAll(_acceptors.Values.Select(ask => ask(client.Tokens.Access)));

    private static async Task<int> StatusAsync(CardeaProcess node, string token)
    {
        using var client = node.NewClient();
        using var answer = await client.GetAsync("/auth/verify", token);
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> RefreshAsync(CardeaProcess node, string token)
    {
        using var asking = node.NewClient();
        return await AskAsync(asking, token);
    }

    private static Task<HttpResponseMessage> AskAsync(AuthClient asking, string token) => Eventually.AnsweredAsync(() => asking.TryRefreshAsync(token));
}
