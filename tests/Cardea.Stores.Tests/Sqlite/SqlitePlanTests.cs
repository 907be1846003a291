using Cardea.Sqlite;
using Cardea.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;

namespace Cardea.Stores.Tests.Sqlite;

/// <summary>Statements on tables that callers fill find their rows by an index, however full a table is.</summary>
public sealed class SqlitePlanTests : StoreTests<SqliteTestDatabase>
{
    public static TheoryData<string> Tables => [.. SqliteSweeper.Rules.Select(static rule => rule.Table)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task No_rule_of_the_sweep_reads_a_whole_table(string table)
    {
        var rule = SqliteSweeper.Rules.Single(rule => rule.Table == table);

        await FindsAsync(rule.Batch);
        await FindsAsync(rule.Backlog);
    }

    [Fact]
    public async Task Mail_is_claimed_in_the_order_of_an_index()
    {
        var plan = await FindsInOrderAsync(SqliteOutbox.Claim);

        Assert.Contains(plan, static line => line.Contains("outbox_by_due", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, static line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_known_device_is_found_however_many_events_its_user_has_caused() =>
        Assert.Contains(await FindsAsync(Events.Known), static line => line.Contains("events_of_known_devices (user_id=? AND user_agent=? AND network=?)", StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> FindsInOrderAsync(Action<SqliteCommand> statement) => await Database.ExplainAsync(statement);

    private async Task<IReadOnlyList<string>> FindsAsync(Action<SqliteCommand> statement)
    {
        var plan = await Database.ExplainAsync(statement);
        Assert.NotEmpty(plan);
        Assert.DoesNotContain(plan, static line => line.StartsWith("SCAN ", StringComparison.Ordinal) && !line.StartsWith("SCAN (subquery", StringComparison.Ordinal));
        return plan;
    }
}
