using System.Diagnostics;
using System.Globalization;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Revocation;

/// <summary>
/// PostgreSQL crashes, forgets rotations that were committed asynchronously, and hands out their transaction ids again. A logout
/// that follows at once gets such an id, and still reaches every node and API within two seconds. The environment variable
/// <c>CARDEA_CRASHES</c> asks for more rounds.
/// </summary>
public sealed class CrashedDatabaseTests : StoreTests<ForgetfulPostgreSqlStore>
{
    // Room for a dozen rotations, and not for the whole page that the server writes by itself.
    private const int EnoughUnwritten = 3000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    // A node reads the feed every second.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1.3);

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("CARDEA_CRASHES"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 5;

    [Fact]
    public Task A_logout_right_after_an_immediate_stop_reaches_every_node_and_api() => AssertReachesAllAsync(async () =>
    {
        await Store.Cluster.CrashAsync();
        await Store.Cluster.StartServerAsync();
    });

    [Trait("Run", "full")]
    [Fact]
    public Task A_logout_right_after_a_backend_was_killed_reaches_every_node_and_api() => AssertReachesAllAsync(Store.Cluster.CrashBackendAsync);

    private async Task AssertReachesAllAsync(Func<Task> crash)
    {
        await using var address = new Balancer();
        (string, string)[] settings = [.. FeedReader.Settings, ("Cardea__Issuer", address.Address)];
        await using var near = await Store.StartAsync(settings);
        await using var far = await Store.StartAsync(settings);
        address.Use(far.Address);
        await using var api = await OrdersProcess.StartAsync(Store.Directory, address.Address);
        using var busy = await near.NewClient().RegisterAsync();
        var late = new List<string>();
        var repeated = 0;
        for (var round = 1; repeated < Rounds; round++)
        {
            Assert.True(round <= 4 * Rounds, $"Only {repeated} of {round - 1} crashes made the server hand out an id again.");
            var logout = await LogOutAfterAsync(crash, near, far, api, busy);
            repeated += logout.IsIdRepeated ? 1 : 0;
            if (logout.Late is { } found)
            {
                late.Add($"round {round}: {found}");
            }
        }

        Assert.True(late.Count == 0, $"{late.Count} logouts did not reach all within {Bound.TotalSeconds} s:\n{string.Join('\n', late)}");
    }

    // Once in many crashes, the server has written its log just before it: no id is then handed out again, and the round does not count.
    private async Task<(bool IsIdRepeated, string? Late)> LogOutAfterAsync(
        Func<Task> crash, CardeaProcess near, CardeaProcess far, OrdersProcess api, AuthClient busy)
    {
        using var leaving = await RegisterAsync(near);
        using var elsewhere = far.NewClient();
        await Answer.ExpectAsync(204, await elsewhere.GetAsync("/auth/verify", leaving.Tokens.Access));
        await Answer.ExpectAsync(200, await api.GetAsync("/orders", leaving.Tokens.Access));

        await RotateAheadAsync(busy);
        var before = await Store.NextTransactionAsync();
        await crash();
        await LogOutAtOnceAsync(leaving);
        var answered = Stopwatch.StartNew();

        Assert.False(await leaving.IsAcceptedAsync());
        var refused = await Task.WhenAll(
            RefusesAsync(answered, elsewhere, leaving.Tokens.Access),
            RefusesAsync(answered, () => api.StatusAsync(leaving.Tokens.Access)));
        var transaction = await Store.TransactionOfRevocationAsync(leaving.Tokens.SessionId);
        return (transaction < before, refused is [true, true]
            ? null
            : $"the other node refuses: {refused[0]}, the API refuses: {refused[1]}; the logout got id {transaction}, the next one had been {before}");
    }

    // Until the other node has read a snapshot that is ahead of what has been written.
    private async Task RotateAheadAsync(AuthClient busy)
    {
        do
        {
            while (await Store.UnwrittenAsync() < EnoughUnwritten)
            {
                busy.Keep(await Answer.ExpectAsync(200, await Eventually.AnsweredAsync(() => busy.TryRefreshAsync(busy.Tokens.Refresh))));
            }

            await Task.Delay(Poll, Stop);
        }
        while (await Store.UnwrittenAsync() < EnoughUnwritten);
    }

    // Before the other node reads the feed again, as a rule: that read would begin anew with the ids of after the crash.
    private static async Task LogOutAtOnceAsync(AuthClient leaving)
    {
        int status;
        do
        {
            using var answer = await leaving.PostAsync("/auth/logout", accessToken: leaving.Tokens.Access);
            status = (int)answer.StatusCode;
        }
        while (status == 503);
        Assert.Equal(204, status);
    }

    private static Task<bool> RefusesAsync(Stopwatch answered, AuthClient node, string accessToken) =>
        RefusesAsync(answered, async () => (int)(await node.GetAsync("/auth/verify", accessToken)).StatusCode);

    private static async Task<bool> RefusesAsync(Stopwatch answered, Func<Task<int>> ask)
    {
        do
        {
            var begun = answered.Elapsed;
            if (await ask() == 401)
            {
                return true;
            }

            if (begun > Bound)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), Stop);
        }
        while (true);
    }

    private static Task<AuthClient> RegisterAsync(CardeaProcess node) => node.NewClient().RegisterAsync();
}
