using System.Diagnostics;
using System.Net;
using Cardea.Server.Tests.Running;
using Cardea.TestSupport;

namespace Cardea.Server.Tests.Revocation;

/// <summary>What one node revokes reaches the others, whatever happens in between; and whoever can't know says so.</summary>
public sealed class NodesTests
{
    private static readonly (string, string) ShortBound = ("Cardea__StalenessBound", "00:00:03");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_logout_on_one_node_reaches_the_others_and_the_readers_of_all()
    {
        await using var nodes = await Nodes.StartAsync(3);
        await using var near = await FeedReader.OpenAsync(nodes[0].Address);
        await using var far = await FeedReader.OpenAsync(nodes[2].Address);
        await Nodes.EventuallyAsync(async () => (await nodes.FindListenersAsync()).Count == 3);
        for (var round = 0; round < 10; round++)
        {
            using var client = await nodes.RegisterAsync(0);
            Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[1], client.Tokens));

            await LogOutAsync(client);

            Assert.Equal(HttpStatusCode.Unauthorized, await VerifyAsync(nodes[0], client.Tokens));
            await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[1], client.Tokens) == HttpStatusCode.Unauthorized);
            await near.FindAsync(client.Tokens.SessionId);
            await far.FindAsync(client.Tokens.SessionId);
        }

        Assert.Contains("arrive at once", nodes[1].Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_resumes_on_another_node_and_misses_nothing()
    {
        await using var nodes = await Nodes.StartAsync(2);
        string? lastId;
        await using (var reader = await FeedReader.OpenAsync(nodes[0].Address))
        {
            await reader.NextAsync();
            lastId = reader.LastId;
        }

        using var client = await nodes.RegisterAsync(0);
        await LogOutAsync(client);
        await nodes[0].KillAsync();

        await using var resumed = await FeedReader.OpenAsync(nodes[1].Address, lastId);
        var (type, _) = await resumed.NextAsync();
        Assert.Equal("revoked", type);
        await using var anew = await FeedReader.OpenAsync(nodes[1].Address, lastId);
        await anew.FindAsync(client.Tokens.SessionId);
    }

    [Fact]
    public async Task Listeners_that_are_killed_all_the_time_delay_nothing_beyond_the_poll_and_refuse_nothing()
    {
        await using var nodes = await Nodes.StartAsync(2);
        using var living = await nodes.RegisterAsync(0);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var killing = KillListenersAsync(nodes, stopping.Token);
        for (var round = 0; round < 10; round++)
        {
            using var client = await nodes.RegisterAsync(0);
            await LogOutAsync(client);
            await Nodes.EventuallyAsync(async () =>
            {
                Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[1], living.Tokens));
                return await VerifyAsync(nodes[1], client.Tokens) == HttpStatusCode.Unauthorized;
            });
        }

        await stopping.CancelAsync();
        Assert.NotEqual(0, await killing);
    }

    [Fact]
    public async Task A_listener_whose_other_end_is_silent_is_found_out()
    {
        await using var nodes = await Nodes.StartAsync(2);
        await Nodes.EventuallyAsync(async () => (await nodes.FindListenersAsync()).Count == 2);
        var silent = await nodes.FindListenersAsync();
        await PostgreSqlPrograms.SignalAsync("STOP", silent);
        try
        {
            using var client = await nodes.RegisterAsync(0);
            await LogOutAsync(client);
            await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[1], client.Tokens) == HttpStatusCode.Unauthorized);

            await Nodes.EventuallyAsync(() => Task.FromResult(nodes[1].Log.Contains("not at once", StringComparison.Ordinal)));
            await Nodes.EventuallyAsync(async () => (await nodes.FindListenersAsync()).Except(silent).Count() == 2);
        }
        finally
        {
            await PostgreSqlPrograms.SignalAsync("CONT", silent);
        }
    }

    [Fact]
    public async Task A_node_that_was_stopped_notices_before_it_answers()
    {
        await using var nodes = await Nodes.StartAsync(2, ShortBound);
        using var living = await nodes.RegisterAsync(0);
        for (var round = 0; round < 3; round++)
        {
            using var client = await nodes.RegisterAsync(0);
            Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[1], client.Tokens));
            Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[1], living.Tokens));

            await SignalAsync("STOP", nodes[1]);
            await LogOutAsync(client);
            await Task.Delay(TimeSpan.FromSeconds(4), Stop);

            // They wait at the stopped process, and are the first thing it sees.
            var refused = Enumerable.Range(0, 10).Select(_ => VerifyAsync(nodes[1], client.Tokens)).ToArray();
            var accepted = VerifyAsync(nodes[1], living.Tokens);
            await SignalAsync("CONT", nodes[1]);

            Assert.All(await Task.WhenAll(refused), static status => Assert.Equal(HttpStatusCode.Unauthorized, status));
            Assert.Equal(HttpStatusCode.NoContent, await accepted);
        }
    }

    [Fact]
    public async Task With_the_database_away_requests_go_on_up_to_the_bound_and_then_nobody_is_told_anything_false()
    {
        await using var nodes = await Nodes.StartAsync(1, ShortBound);
        await using var reader = await FeedReader.OpenAsync(nodes[0].Address);
        using var living = await nodes.RegisterAsync(0);
        Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[0], living.Tokens));

        await nodes.Cluster.CrashAsync();
        Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[0], living.Tokens));
        var refusal = HttpStatusCode.NoContent;
        await Nodes.EventuallyAsync(async () => (refusal = await VerifyAsync(nodes[0], living.Tokens)) != HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal);
        using (var answer = await living.GetAsync("/auth/verify"))
        {
            Assert.NotNull(answer.Headers.RetryAfter);
            await Answer.ExpectProblemAsync(503, "unavailable", answer);
        }

        await Answer.ExpectProblemAsync(503, "unavailable", await living.PostAsync("/auth/logout", accessToken: living.Tokens.Access));
        using (var form = new FormUrlEncodedContent([new("token", living.Tokens.Refresh)]))
        using (var revoking = await nodes[0].Http.PostAsync(new Uri("/oauth/revoke", UriKind.Relative), form, Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, revoking.StatusCode);
        }

        using (var request = new HttpRequestMessage(HttpMethod.Get, "/revocations"))
        {
            request.Headers.Authorization = FeedReader.Credentials;
            await Answer.ExpectProblemAsync(503, "unavailable", await nodes[0].Http.SendAsync(request, Stop));
        }

        long age;
        do
        {
            age = (long)(await reader.NextAsync()).Data["age"]!;
        }
        while (age < 3_000);

        await nodes.Cluster.StartServerAsync();
        await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[0], living.Tokens) == HttpStatusCode.NoContent);
        do
        {
            age = (long)(await reader.NextAsync()).Data["age"]!;
        }
        while (age > 3_000);
    }

    [Fact]
    public async Task Protected_requests_cost_the_database_nothing()
    {
        await using var nodes = await Nodes.StartAsync(0);
        await nodes.Cluster.ExecuteAsync("postgres", "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
        await nodes.Cluster.CrashAsync();
        await nodes.Cluster.StartServerAsync();
        await nodes.Cluster.ExecuteAsync(Nodes.Database, "CREATE EXTENSION pg_stat_statements");
        await nodes.AddAsync();
        using var client = await nodes.RegisterAsync(0);
        Assert.True(await client.IsAcceptedAsync());

        // The receipt of the first time is behind us.
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);
        var idle = await CountAsync(nodes, () => Task.Delay(TimeSpan.FromSeconds(5), Stop));
        var busy = await CountAsync(nodes, async () =>
        {
            for (var request = 0; request < 10_000; request++)
            {
                Assert.True(await client.IsAcceptedAsync());
            }
        });

        // What a node asks for now and then may fall into either time.
        Assert.True(
            busy.Calls <= (idle.Calls / idle.Seconds * busy.Seconds) + 10,
            $"{busy.Calls} statements in {busy.Seconds} s; idle {idle.Calls} in {idle.Seconds} s. {string.Join(' ', busy.Statements)}");
    }

    [Fact]
    public async Task Operators_reach_running_nodes_from_the_command_line()
    {
        await using var nodes = await Nodes.StartAsync(2);
        using var client = await nodes.RegisterAsync(0);

        Assert.Contains("admin", await nodes.RunAsync("users", "roles", client.Email, "--add", "admin", "writer"), StringComparison.Ordinal);
        foreach (var node in (int[])[0, 1])
        {
            await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[node], client.Tokens) == HttpStatusCode.Unauthorized);
        }

        await client.RefreshAsync();
        using (var verified = await client.GetAsync("/auth/verify"))
        {
            Assert.Equal("admin,writer", Assert.Single(verified.Headers.GetValues("X-Cardea-Roles")));
        }

        Assert.DoesNotContain("writer", await nodes.RunAsync("users", "roles", client.Email, "--remove", "writer"), StringComparison.Ordinal);
        await client.RefreshAsync();
        Assert.Contains(client.Email, await nodes.RunAsync("users", "list", client.Email[..6]), StringComparison.Ordinal);

        await nodes.RunAsync("users", "lock", client.Email, "--force");
        foreach (var node in (int[])[0, 1])
        {
            await Nodes.EventuallyAsync(async () => await VerifyAsync(nodes[node], client.Tokens) == HttpStatusCode.Unauthorized);
        }

        await Answer.ExpectProblemAsync(401, "session_ended", await client.TryRefreshAsync(client.Tokens.Refresh));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => client.LoginAsync(client.Email));
        await nodes.RunAsync("users", "unlock", client.Email);
        await client.LoginAsync(client.Email);
        Assert.Equal(HttpStatusCode.NoContent, await VerifyAsync(nodes[1], client.Tokens));
    }

    private static async Task<(IReadOnlyList<string> Statements, long Calls, double Seconds)> CountAsync(Nodes nodes, Func<Task> run)
    {
        await nodes.Cluster.ExecuteAsync(Nodes.Database, "SELECT pg_stat_statements_reset()");
        var watch = Stopwatch.StartNew();
        await run();
        var seconds = watch.Elapsed.TotalSeconds;
        const string ByCardea = "FROM pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid WHERE rolname = 'cardea'";
        var statements = await nodes.QueryAsync<string>($"SELECT calls || ' × ' || query {ByCardea}");
        var calls = await nodes.QueryAsync<long>($"SELECT coalesce(sum(calls), 0)::bigint {ByCardea}");
        return (statements, calls[0], seconds);
    }

    private static async Task<int> KillListenersAsync(Nodes nodes, CancellationToken stop)
    {
        var killed = 0;
        while (!stop.IsCancellationRequested)
        {
            killed += (await nodes.QueryAsync<bool>("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cardea listener'")).Count;
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return killed;
    }

    private static async Task<HttpStatusCode> VerifyAsync(CardeaProcess node, Tokens tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/auth/verify");
        request.Headers.Authorization = new("Bearer", tokens.Access);
        using var answer = await node.Http.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private static async Task LogOutAsync(AuthClient client) =>
        await Answer.ExpectStatusAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));

    private static async Task SignalAsync(string signal, CardeaProcess node)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{node.Id}"]);
        await kill.WaitForExitAsync(Stop);
    }
}
