using System.Globalization;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// Everything goes wrong at once, and the history is judged. The environment variables <c>CARDEA_REFRESHES</c> (such as
/// 1000000) and <c>CARDEA_CHAOS_SECONDS</c> (when to stop at the latest) ask for a longer run.
/// </summary>
public sealed class ChaosTests : StoreTests<LonelyPostgreSqlStore>
{
    private const int FewestDisturbances = 4;

    // Longer than any request takes.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    private static readonly int Refreshes = Read("CARDEA_REFRESHES", otherwise: 3000);
    private static readonly int Clients = Math.Clamp(Refreshes / 2000, 16, 50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(Read("CARDEA_CHAOS_SECONDS", otherwise: 60));

    [Fact]
    public async Task Whatever_is_lost_stolen_and_killed_nobody_is_logged_out_and_nobody_stays_in()
    {
        var history = new History();
        await using var nodes = await ChaosNodes.StartAsync(Store, Grace);
        var clients = Enumerable.Range(0, Clients).Select(_ => new LossyClient(nodes, history, Grace)).ToArray();
        await Task.WhenAll(clients.Select(static client => client.RegisterAsync()));
        using var leaving = new CancellationTokenSource();
        var lives = Task.WhenAll(clients.Select(client => Task.Run(() => client.LiveAsync(leaving.Token))));

        for (var disturbances = 0; (IsTooShort(history) || disturbances < FewestDisturbances) && history.Now < Patience; disturbances++)
        {
            await nodes.DisturbAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(500), Stop);
        }

        await leaving.CancelAsync();
        await lives;

        TestContext.Current.TestOutputHelper?.WriteLine(Describe(history, nodes));
        Assert.Equal("", string.Join('\n', HistoryChecker.Check(history.Entries).Take(10)));
        Assert.All([history.Refreshes, Replays(history), Logouts(history)], static count => Assert.NotEqual(0, count));
    }

    private static bool IsTooShort(History history) => history.Refreshes < Refreshes || Replays(history) == 0 || Logouts(history) == 0;

    private static int Replays(History history) => history.Count(static entry => entry is { Deed: Deed.Replay, Status: 401 });

    private static int Logouts(History history) => history.Count(static entry => entry is { Deed: Deed.Logout, Status: 204 });

    private static string Describe(History history, ChaosNodes nodes) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        | refreshes answered | sessions | requests without an answer | 503 | logouts | planted replays | kills of a node | stops of PostgreSQL | hold-ups in it | time |
        |---|---|---|---|---|---|---|---|---|---|
        | {history.Refreshes} | {history.Entries.DistinctBy(static entry => entry.Shown.Session).Count()} | {history.Count(static entry => entry.Status == 0)} | {history.Count(static entry => entry.Status == 503)} | {Logouts(history)} | {Replays(history)} | {nodes.Kills} | {nodes.DatabaseStops} | {nodes.HoldUps} | {history.Now:hh\:mm\:ss} |
        """);

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
