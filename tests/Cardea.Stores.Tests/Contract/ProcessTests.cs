using Cardea.Rotation;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Several operating-system processes on one database, and some that die at work.</summary>
public abstract class ProcessTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task Processes_that_start_at_once_apply_each_migration_once()
    {
        await using var database = new TDatabase();
        await database.CreateAsync();

        var processes = await Race.RunAsync(4, _ => OtherProcess.StartAsync(database.ConnectionString, Stop));

        Assert.Single(processes, process => process.Migrations > 0);
        Assert.Equal(3, processes.Count(process => process.Migrations == 0));
        Array.ForEach(processes, process => process.Dispose());
    }

    [Fact]
    public async Task Racers_in_several_processes_make_one_lineage()
    {
        var processes = await Race.RunAsync(3, _ => OtherProcess.StartAsync(Database.ConnectionString, Stop));
        var token = await SignInAsync(Alice);
        for (var round = 0; round < 50; round++)
        {
            var answers = await Race.RunAsync(3, process =>
                processes[process].AskAsync($"{StoreProcess.Rotate} 10 {token.Reveal()}", Stop));

            var outcomes = answers.SelectMany(answer => Assert.IsType<string>(answer).Split(' ')).ToArray();
            var successor = token.Next();
            Assert.Single(outcomes, outcome => outcome == $"{nameof(RotationOutcome.Rotated)}:{successor.Reveal()}");
            Assert.Equal(29, outcomes.Count(outcome => outcome == $"{nameof(RotationOutcome.Repeated)}:{successor.Reveal()}"));
            token = successor;
        }

        Array.ForEach(processes, process => process.Dispose());
    }

    [Fact]
    public async Task Nothing_that_was_answered_is_lost_when_a_process_is_killed_at_work()
    {
        for (var round = 0; round < 5; round++)
        {
            var witness = new ChurnWitness();
            using (var process = await OtherProcess.StartAsync(Database.ConnectionString, Stop))
            {
                var line = await process.AskAsync(StoreProcess.Churn, Stop);
                for (var lines = 0; line is not null; lines++)
                {
                    if (lines == 200 + (37 * round))
                    {
                        process.Kill();
                    }

                    witness.Hear(line);
                    line = await process.ReadAsync(Stop);
                }
            }

            Assert.True(witness.Sessions > 20);
            await RestartAsync();
            await witness.ConfirmAsync(Node, Stop);
        }
    }
}
