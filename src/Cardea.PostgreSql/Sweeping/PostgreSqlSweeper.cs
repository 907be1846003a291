using System.Text.Json;
using Cardea.Sweeping;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>Sweeps PostgreSQL: calls its procedure, which commits as it goes, for a second at a time.</summary>
internal sealed class PostgreSqlSweeper(
    PostgreSqlDatabase database, MissingPartitions partitions, TimeProvider clock) : ISweeper
{
    // A statement may take two seconds, and the last step of a call is not in its budget.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    // How often a row or partition in use is tried again, and the rest before it. The same for a call while another node sweeps.
    private const int Tries = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    // Dropping many partitions without a rest stalls other requests.
    private static readonly TimeSpan RestAfterDrop = TimeSpan.FromMilliseconds(500);

    // After a partition is dropped and committed, PostgreSQL removes its files. That may take long, but holds nobody up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<SweptRule>> SweepAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await partitions.AddMissingAsync(cancellationToken);

        var swept = new Dictionary<string, SweptRule>(StringComparer.Ordinal);
        for (var tries = 1; tries <= Tries;)
        {
            var left = budget - clock.GetElapsedTime(started);
            var turn = await CallAsync(left < Turn ? left : Turn, cancellationToken);
            foreach (var (rule, _) in turn)
            {
                swept[rule.Rule] = swept.TryGetValue(rule.Rule, out var before)
                    ? rule with { Removed = rule.Removed + before.Removed, Partitions = rule.Partitions + before.Partitions }
                    : rule;
            }

            if (clock.GetElapsedTime(started) >= budget || (turn.Count > 0 && !turn.Any(static swept => swept.More || swept.Rule.Backlog > 0)))
            {
                break;
            }

            // The rest takes real time, also under the clock of a test. Between its batches, the procedure rests by itself.
            var moves = turn.Any(static swept => swept.More);
            tries = moves ? 1 : tries + 1;
            var rest = turn.Any(static swept => swept.Rule.Partitions > 0) ? RestAfterDrop : moves ? TimeSpan.Zero : Rest;
            await Task.Delay(rest, TimeProvider.System, cancellationToken);
        }

        return [.. swept.Values];
    }

    // The procedure commits as it goes, so the call must not be part of a transaction.
    private async Task<List<(SweptRule Rule, bool More)>> CallAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var report = await database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand("CALL cardea.sweep(NULL, @now, @budget)")
                .With("@now", clock.GetUtcNow())
                .With("@budget", budget > TimeSpan.Zero ? budget : TimeSpan.Zero),
            static row => row.GetString(0),
            cancellationToken,
            Patience);
        return Read(report[0]);
    }

    private static List<(SweptRule Rule, bool More)> Read(string report)
    {
        using var rules = JsonDocument.Parse(report);
        return
        [
            .. rules.RootElement.EnumerateArray().Select(static rule => (
                new SweptRule(
                    rule.GetProperty("rule").GetString()!,
                    rule.GetProperty("removed").GetInt64(),
                    rule.GetProperty("partitions").GetInt32(),
                    rule.GetProperty("backlog").GetInt64(),
                    TimeSpan.FromSeconds(rule.GetProperty("overdue").GetDouble())),
                rule.GetProperty("more").GetBoolean())),
        ];
    }
}
