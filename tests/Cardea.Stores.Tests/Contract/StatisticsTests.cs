using Cardea.Sessions;
using Cardea.Statistics;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The figures of the nodes: a row for each node and minute, for an hour.</summary>
public abstract class StatisticsTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly Guid One = new("01900000-0000-7000-8000-000000000001");
    private static readonly Guid Two = new("01900000-0000-7000-8000-000000000002");

    [Fact]
    public async Task A_node_replaces_its_row_of_a_minute_and_no_other()
    {
        var minute = Clock.GetUtcNow();
        var other = await OpenAsync();

        await Node.Statistics.WriteAsync([new(One, minute, """{"n":1}"""), new(One, minute + TimeSpan.FromMinutes(1), """{"n":2}""")], Stop);
        await other.Statistics.WriteAsync([new(Two, minute, """{"n":3}""")], Stop);
        await Node.Statistics.WriteAsync([new(One, minute, """{"n":4}""")], Stop);

        Assert.Equal(
            [(One, minute, """{"n":4}"""), (Two, minute, """{"n":3}"""), (One, minute + TimeSpan.FromMinutes(1), """{"n":2}""")],
            (await other.Statistics.ReadAsync(minute, Stop)).OrderBy(static row => (row.Minute, row.Node)).Select(static row => (row.Node, row.Minute, row.Figures)));
        Assert.Equal("""{"n":2}""", Assert.Single(await Node.Statistics.ReadAsync(minute + TimeSpan.FromSeconds(1), Stop)).Figures);
    }

    [Fact]
    public async Task The_sweep_keeps_an_hour()
    {
        var minute = Clock.GetUtcNow();
        await Node.Statistics.WriteAsync([new(One, minute, "{}"), new(One, minute + TimeSpan.FromMinutes(1), "{}")], Stop);
        Clock.Advance(StatisticsRow.Kept);
        Assert.Equal(0, await SweepAsync());
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await SweepAsync());
        Assert.Equal(minute + TimeSpan.FromMinutes(1), Assert.Single(await Node.Statistics.ReadAsync(minute, Stop)).Minute);
    }

    [Fact]
    public async Task Users_and_live_sessions_are_counted()
    {
        Assert.Equal(new(0, 0), await Node.Statistics.CountAsync(Stop));
        await AddUserAsync(Alice);
        await AddUserAsync(new("bob"));
        await SignInAsync(Alice);
        var ended = await SignInAsync(Alice);
        await SignInAsync(new("somebody in another store"));
        await Node.Sessions.EndAsync(ended.SessionId, Alice, EndReason.LoggedOut, Stop);

        Assert.Equal(new(2, 2), await Node.Statistics.CountAsync(Stop));
        Clock.Advance(Options.IdleTimeout);
        Assert.Equal(new(2, 0), await Node.Statistics.CountAsync(Stop));
    }

    private async Task<long> SweepAsync() =>
        (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "statistics").Removed;
}
