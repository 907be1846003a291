using System.Diagnostics;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The database goes away and comes back: everybody is told to ask again, nobody is logged out, and no one mends anything.</summary>
public sealed class PostgreSqlOutageTests : StoreTests<LonelyPostgreSqlStore>
{
    private const int Crowd = 300;

    [Fact]
    public Task A_database_that_was_stopped_is_an_answer_of_503_and_no_more() =>
        AssertOutlivedAsync(Store.Cluster.StopServerAsync, Store.Cluster.StartServerAsync);

    [Fact]
    public Task A_database_that_crashed_is_an_answer_of_503_and_no_more() =>
        AssertOutlivedAsync(Store.Cluster.CrashAsync, Store.Cluster.StartServerAsync);

    [Fact]
    public async Task A_database_that_hangs_is_an_answer_of_503_and_no_more()
    {
        IAsyncDisposable? hang = null;
        await AssertOutlivedAsync(async () => hang = await Store.Cluster.HangAsync(), async () => await hang!.DisposeAsync());
    }

    [Fact]
    public Task A_database_that_became_a_standby_is_an_answer_of_503_and_no_more() =>
        AssertOutlivedAsync(Store.Cluster.DemoteAsync, Store.Cluster.PromoteAsync, reads: true);

    [Fact]
    public async Task A_server_without_its_database_is_alive_but_not_ready()
    {
        await using var server = await Store.StartAsync();
        await Store.Cluster.CrashAsync();

        await Eventually.HoldsAsync(async () => await StatusAsync(server, "/health/ready") == 503);
        Assert.Equal(200, await StatusAsync(server, "/health/live"));

        await Store.Cluster.StartServerAsync();
        await Eventually.HoldsAsync(async () => await StatusAsync(server, "/health/ready") == 200);
    }

    private async Task AssertOutlivedAsync(Func<Task> goAway, Func<Task> comeBack, bool reads = false)
    {
        await using var server = await Store.StartAsync();
        using var client = await server.NewClient().RegisterAsync();
        using var leaving = await server.NewClient().RegisterAsync();
        var demands = new Demands(leaving);
        await goAway();
        try
        {
            var crowd = Demands.AssertUnavailableAsync(Enumerable.Repeat(() => client.TryRefreshAsync(client.Tokens.Refresh), Crowd));
            var each = Demands.AssertUnavailableAsync(reads ? demands.Writes : demands.All);
            Assert.True(await client.IsAcceptedAsync());
            await Task.WhenAll(crowd, each);
            using var process = Process.GetProcessById(server.Id);
            Assert.InRange(process.Threads.Count, 1, 200);
            Assert.InRange(process.WorkingSet64, 1, 500_000_000);
        }
        finally
        {
            // A server that hangs can't be stopped either. The log is shown with a test that failed.
            TestContext.Current.TestOutputHelper?.WriteLine(server.Log);
            await comeBack();
        }

        client.Keep(await Answer.ExpectAsync(200, await Eventually.AnsweredAsync(() => client.TryRefreshAsync(client.Tokens.Refresh))));
        await Answer.ExpectAsync(200, await Eventually.AnsweredAsync(() => client.GetAsync("/auth/sessions")));
        using var again = await client.LoginElsewhereAsync();
        await Answer.ExpectAsync(204, await client.PostAsync("/auth/logout", accessToken: client.Tokens.Access));
        Assert.False(await client.IsAcceptedAsync());
        await again.RefreshAsync();
    }

    private static async Task<int> StatusAsync(CardeaProcess server, string path)
    {
        using var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (int)answer.StatusCode;
    }
}
