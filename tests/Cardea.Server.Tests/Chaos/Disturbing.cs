namespace Cardea.Server.Tests.Chaos;

/// <summary>Kills and stops servers until there were as many kills and stops as wanted, and writes down when.</summary>
internal sealed class Disturbing(ChaosGoals goals, ChaosRun run)
{
    public async Task DisturbAsync()
    {
        var nodes = run.Nodes;
        var node = Dice.Below(ChaosNodes.Count);
        switch ((IsStopDue, Dice.Says(30)))
        {
            case (true, true):
                await DepriveAsync("PostgreSQL is stopped", nodes.StopAsync);
                break;
            case (true, false):
                await DepriveAsync($"node {node} is killed, and PostgreSQL is stopped", () => nodes.KillAsync(node, stop: true));
                break;
            default:
                await NoteAsync($"node {node} is killed", () => nodes.KillAsync(node, stop: false));
                break;
        }

        await (Dice.Says(25) ? DepriveAsync("a backend is killed", nodes.KillBackendAsync) : Task.CompletedTask);
        await (Dice.Says(25) ? DepriveAsync("PostgreSQL is held up", nodes.HoldUpAsync) : Task.CompletedTask);
    }

    private bool IsStopDue => (long)run.Nodes.Stops * goals.Kills <= (long)run.Nodes.Kills * goals.Stops;

    // The nodes of their database.
    private async Task DepriveAsync(string what, Func<Task> disturb)
    {
        var end = run.Hearing.Outages.Begin(run.Now);
        await NoteAsync(what, disturb);
        end(run.Now);
    }

    private async Task NoteAsync(string what, Func<Task> disturb)
    {
        var begun = run.Now;
        await disturb();
        run.Disturbances.Enqueue($"{begun.TotalSeconds:F3}–{run.Now.TotalSeconds:F3} {what}");
    }
}
