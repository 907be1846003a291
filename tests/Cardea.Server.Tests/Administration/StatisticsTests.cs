using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Administration;

/// <summary>The figures that administrators see: once, and as they change.</summary>
public abstract class StatisticsTests<TStore>(SharedServer<TStore> shared, Administrator<TStore> admin) : IClassFixture<Administrator<TStore>>
    where TStore : TestStore, new()
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happened_is_in_the_figures_of_the_last_hour()
    {
        var before = await admin.GetAsync("/statistics");
        using var client = await shared.NewClient().RegisterAsync();
        await client.RefreshAsync();
        await client.RefreshAsync();
        await Answer.ExpectProblemAsync(401, "invalid_credentials", await client.TryLoginAsync(password: "not the right password"));
        await Answer.ExpectProblemAsync(401, "refresh_token_reused", await client.TryRefreshAsync(await client.BeRobbedAsync()));

        await Eventually.HoldsAsync(async () =>
        {
            var now = await admin.GetAsync("/statistics");
            return Rises("signIns") >= 1 && Rises("failedSignIns") >= 1
                && Rises("refreshes", "rotated") >= 2 && Rises("refreshes", "replayed") >= 1;

            long Rises(params string[] path) => Sum(now, path) - Sum(before, path);
        });
    }

    [Fact]
    public async Task Each_figure_of_a_node_is_labelled_with_it()
    {
        await Eventually.HoldsAsync(async () => (await admin.GetAsync("/statistics"))["nodes"]!.AsArray().Count > 0);
        var figures = (await admin.GetAsync("/statistics")).AsObject();

        Assert.Equal(["at", "minutes", "nodes", "resourceApis", "sessions", "users"], figures.Select(static member => member.Key).Order());
        Assert.InRange((long)figures["users"]!, 1, long.MaxValue);
        Assert.InRange((long)figures["sessions"]!, 1, long.MaxValue);
        Assert.Equal(60, figures["minutes"]!.AsArray().Count);
        var node = figures["nodes"]![0]!.AsObject();
        Assert.Equal(Environment.MachineName, (string?)node["name"]);
        Assert.InRange((double)node["revocationLag"]!, 0, 60);
        Assert.Equal(
            ["hashingQueue", "id", "minutes", "name", "revocationLag", "seenAt", "startedAt", "sweepBacklog"], node.Select(static member => member.Key).Order());
    }

    [Fact]
    public async Task An_administrator_hears_the_figures_until_the_session_ends()
    {
        using var other = await admin.Client.LoginElsewhereAsync();
        using var answer = await FollowAsync(other);
        await using var events = SseParser.Create(await answer.Content.ReadAsStreamAsync(Stop)).EnumerateAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience, Stop));
        Assert.Equal("statistics", events.Current.EventType);
        Assert.Equal(60, JsonNode.Parse(events.Current.Data)!["minutes"]!.AsArray().Count);
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience, Stop));

        await Answer.ExpectAsync(204, await other.AskAsync(HttpMethod.Post, "/auth/logout"));

        // An event may be on its way.
        for (var left = 3; await events.MoveNextAsync().AsTask().WaitAsync(Patience, Stop); left--)
        {
            Assert.True(left > 0, "The stream goes on after the session.");
        }
    }

    [Fact]
    public async Task A_session_has_a_bounded_number_of_streams()
    {
        using var other = await admin.Client.LoginElsewhereAsync();
        var open = new List<HttpResponseMessage>();
        for (var number = 0; number < 100; number++)
        {
            open.Add(await FollowAsync(other));
        }

        await Answer.ExpectProblemAsync(429, "too_many_streams", await other.GetAsync("/admin/live"));
        open.ForEach(static answer => answer.Dispose());
        await Eventually.HoldsAsync(async () =>
        {
            using var again = await SendAsync(other);
            return again.IsSuccessStatusCode;
        });
    }

    private static async Task<HttpResponseMessage> FollowAsync(AuthClient client)
    {
        var answer = await SendAsync(client);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return answer;
    }

    private static async Task<HttpResponseMessage> SendAsync(AuthClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/live");
        request.Headers.Authorization = new("Bearer", client.Tokens.Access);
        return await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    private static long Sum(JsonNode figures, string[] path) =>
        figures["minutes"]!.AsArray().Sum(minute => (long)path.Aggregate(minute!, static (node, name) => node[name]!));
}
