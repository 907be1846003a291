using System.CommandLine;
using Cardea.AspNetCore.Sweeping;

namespace Cardea.Server.Commands;

/// <summary>Deletes accounts whose deletion is due, and removes expired rows: for cron, if the server does not sweep itself.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        Option<int> budget = new("--seconds")
        {
            Description = "How long it may take; what is left waits for the next time.",
            DefaultValueFactory = static _ => 60,
        };
        budget.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--seconds must be at least 1.");
            }
        });

        Command sweep = new("sweep", "Deletes the accounts whose deletion is due, and removes what has expired from the database.") { budget };
        sweep.SetAction((arguments, cancellationToken) => Maintenance.RunAsync(
            async services =>
            {
                var rules = await services.GetRequiredService<Sweeps>().RunAsync(TimeSpan.FromSeconds(arguments.GetValue(budget)), cancellationToken);
                Table.Write(
                    ["rule", "removed", "partitions", "left", "overdue"],
                    rules.Select(static rule => new object?[] { rule.Rule, rule.Removed, rule.Partitions, rule.Backlog, rule.Overdue }));
                return 0;
            },
            cancellationToken));
        return sweep;
    }
}
