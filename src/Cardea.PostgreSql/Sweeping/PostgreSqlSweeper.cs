using Cardea.Sweeping;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sweeps PostgreSQL by calling its own function, one step a call, each a transaction.</summary>
internal sealed class PostgreSqlSweeper(
    PostgreSqlDatabase database, MissingPartitions partitions, TimeProvider clock) : ISweeper
{
    private const int BatchSize = 1000;

    // A row or partition that somebody uses is tried again, this often and after this rest; so is a step while another node is at it.
    private const int Tries = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    // When a partition is gone and the commit has let everybody go on, its files are removed: that takes as long as it takes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<SweptRule>> SweepAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await partitions.AddMissingAsync(cancellationToken);

        var swept = new Dictionary<string, SweptRule>(StringComparer.Ordinal);
        for (var tries = 1; tries <= Tries;)
        {
            var stepped = TimeProvider.System.GetTimestamp();
            var hasTime = clock.GetElapsedTime(started) < budget;
            var step = await StepAsync(hasTime ? BatchSize : 0, cancellationToken);
            foreach (var (rule, _) in step)
            {
                swept[rule.Rule] = swept.TryGetValue(rule.Rule, out var before)
                    ? rule with { Removed = rule.Removed + before.Removed, Partitions = rule.Partitions + before.Partitions }
                    : rule;
            }

            if (!hasTime || (step.Count > 0 && !step.Any(static swept => swept.More || swept.Rule.Backlog > 0)))
            {
                break;
            }

            // Real time, whatever the clock says: four times as long for the others as for the sweep.
            var moves = step.Any(static swept => swept.More);
            tries = moves ? 1 : tries + 1;
            await Task.Delay(moves ? 4 * TimeProvider.System.GetElapsedTime(stepped) : Rest, TimeProvider.System, cancellationToken);
        }

        return [.. swept.Values];
    }

    private Task<IReadOnlyList<(SweptRule Rule, bool More)>> StepAsync(int batchSize, CancellationToken cancellationToken) =>
        database.RunAsync(
            database.Background,
            async (connection, deadline) =>
            {
                var statement = new NpgsqlBatchCommand($"SELECT rule, removed, partitions, backlog, overdue, more FROM cardea.sweep({Moment.Now}, @batch)")
                    .WithNow(clock)
                    .With("@batch", batchSize);
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { statement }, Timeout = (int)Patience.TotalSeconds };
                await using var rows = await batch.ExecuteReaderAsync(deadline);
                var swept = await rows.ReadAllAsync(Read, deadline);
                await rows.CloseAsync();
                return swept;
            },
            cancellationToken,
            Patience);

    private static (SweptRule Rule, bool More) Read(NpgsqlDataReader row) => (
        new(row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetInt64(3), row.GetFieldValue<TimeSpan>(4)),
        row.GetBoolean(5));
}
