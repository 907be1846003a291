using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// Everything goes wrong at once, and the history is judged. <see cref="ChaosGoals"/> names the environment variables that ask
/// for a longer run; the rows that pieces of a long run print add up.
/// </summary>
public sealed class ChaosTests : StoreTests<ForgetfulPostgreSqlStore>
{
    // Longer than any request takes.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Whatever_is_lost_stolen_and_killed_nobody_is_logged_out_and_nobody_stays_in()
    {
        var goals = ChaosGoals.Read();
        await using var nodes = await ChaosNodes.StartAsync(Store, Grace);
        using var run = new ChaosRun(nodes, Grace, goals.Hearing);
        await RunAsync(goals, nodes, run);
    }

    private static async Task RunAsync(ChaosGoals goals, ChaosNodes nodes, ChaosRun run)
    {
        await run.Administrator.AppointAsync();
        using var leaving = new CancellationTokenSource();
        var lives = Task.WhenAll(Enumerable.Range(0, goals.Users).Select(_ => Task.Run(() => LiveAsync(run, leaving.Token))));

        var disturbing = new Disturbing(goals, run);
        while (!IsDone(goals, run) && run.Now < goals.Time)
        {
            // The disturbances keep pace with the refreshes, so no part of the run is calm. Once there were enough of both, they stop,
            // so that an operation that has not succeeded yet can succeed.
            await (IsAhead(goals, run) || IsEnough(goals, run) ? Task.CompletedTask : disturbing.DisturbAsync());
            await Task.Delay(Pause, Stop);
        }

        await leaving.CancelAsync();
        await lives;
        TestContext.Current.TestOutputHelper?.WriteLine(run.Totals.Describe(nodes, run.Now, run.Findings.Count));
        Assert.True(run.Findings.IsEmpty, Report(run));
        Assert.Empty(run.Totals.FindMissing());
    }

    private static async Task LiveAsync(ChaosRun run, CancellationToken leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            using var user = new LossyUser(run, leaving);
            await user.LiveAsync();
        }
    }

    private static bool IsDone(ChaosGoals goals, ChaosRun run) => IsEnough(goals, run) && !run.Totals.FindMissing().Any();

    private static bool IsEnough(ChaosGoals goals, ChaosRun run) =>
        run.Totals.Refreshes >= goals.Refreshes && run.Nodes.Kills >= goals.Kills && run.Nodes.Stops >= goals.Stops
        && run.Nodes is { BackendKills: > 0, HoldUps: > 0 };

    private static bool IsAhead(ChaosGoals goals, ChaosRun run) =>
        (double)run.Nodes.Kills / goals.Kills > (double)run.Totals.Refreshes / goals.Refreshes && run.Totals.Refreshes < goals.Refreshes;

    private static string Report(ChaosRun run)
    {
        const int Told = 10;
        return $"{run.Findings.Count} violations:\n{string.Join('\n', run.Findings.Take(Told))}\n{string.Join('\n', run.Disturbances)}\n{string.Join('\n', run.Nodes.Logs)}";
    }
}
