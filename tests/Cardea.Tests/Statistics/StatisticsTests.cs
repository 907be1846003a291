using System.Diagnostics.Metrics;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.ResourceApis;
using Cardea.AspNetCore.Statistics;
using Cardea.AspNetCore.Sweeping;
using Cardea.Revocation;
using Cardea.Statistics;
using Cardea.Tests.Keys;
using Cardea.Tests.Revocation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cardea.Tests.Statistics;

/// <summary>Each node counts in memory and writes every ten seconds; the figures of all are one answer.</summary>
public sealed class StatisticsTests : IDisposable
{
    private readonly KeyRings _nodes = new();
    private readonly InMemoryStatisticsStore _store = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly HashingQueue _hashing = new(atOnce: 1, waiting: 1);
    private readonly ResourceApiReaders _readers;
    private readonly SweepWitness _sweeps;
    private readonly StoreCensus _census;
    private readonly StatisticsReader _reader;
    private readonly List<StatisticsWriter> _writers = [];

    public StatisticsTests()
    {
        _readers = new(_nodes.Clock);
        _sweeps = new(_services.GetRequiredService<IMeterFactory>(), NullLogger<SweepWitness>.Instance);
        _census = new(_store, _nodes.Clock);
        _reader = new(_store, _census, _nodes.Options, _nodes.Clock);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _writers.ForEach(static writer => writer.Dispose());
        _census.Dispose();
        _hashing.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task What_all_nodes_count_in_a_minute_is_one_figure()
    {
        Tally one = new(), other = new();
        var first = await StartAsync(one);
        var second = await StartAsync(other);
        one.Add(Counted.SignedIn);
        one.Add(Counted.Rotated);
        other.Add(Counted.Rotated);
        await StepAsync(first, second);
        one.Add(Counted.Rotated);
        one.Add(Counted.RefreshRefused);
        other.Add(Counted.AttemptRefused);
        await StepAsync(first, second);
        _nodes.Clock.Advance(TimeSpan.FromMinutes(1));
        other.Add(Counted.Replayed);
        await StepAsync(second);

        var minutes = (await _reader.ReadAsync(Stop)).Minutes;

        Assert.Equal(60, minutes.Count);
        Assert.Equal(KeyRings.Start + TimeSpan.FromMinutes(1), minutes[^1].At);
        Assert.Equal(new(KeyRings.Start, Sessions: null, 1, 0, 1, new(3, 0, 0, 0, 0, 0, 1)), minutes[^2]);
        Assert.Equal(new(0, 0, 0, 0, 0, 1, 0), minutes[^1].Refreshes);
        Assert.All(minutes.Take(58), static minute => Assert.Equal(new(0, 0, 0, 0, 0, 0, 0), minute.Refreshes));
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_store_is_away()
    {
        var tally = new Tally();
        var writer = await StartAsync(tally);
        _store.IsAway = true;
        for (var minute = 0; minute < 5; minute++)
        {
            tally.Add(Counted.Healed);
            await StepAsync(writer);
            _nodes.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        _store.IsAway = false;
        await StepAsync(writer);

        Assert.Equal([1, 1, 1, 1, 1, 0], (await _reader.ReadAsync(Stop)).Minutes.TakeLast(6).Select(static minute => minute.Refreshes.Healed));
    }

    [Fact]
    public async Task A_node_that_stops_or_falls_silent_is_not_up()
    {
        var stopping = await StartAsync(new());
        await StepAsync(stopping);
        await AddNodeAsync("silent", TimeSpan.FromSeconds(30));
        await AddNodeAsync("up", TimeSpan.FromSeconds(29));
        Assert.Equal(((string[])[Environment.MachineName, "up"]).Order(StringComparer.Ordinal), (await _reader.ReadAsync(Stop)).Nodes.Select(static node => node.Name).Order(StringComparer.Ordinal));

        await stopping.StopAsync(Stop);

        Assert.Equal(["up"], (await _reader.ReadAsync(Stop)).Nodes.Select(static node => node.Name));
    }

    [Fact]
    public async Task A_node_tells_its_backlog_and_how_fresh_the_apis_are_that_follow_it()
    {
        _nodes.Options.ResourceApis.Add(new() { Name = "orders" });
        _nodes.Options.ResourceApis.Add(new() { Name = "never seen" });
        var writer = await StartAsync(new());
        _sweeps.Saw([new("codes", 1, 0, Backlog: 3, TimeSpan.Zero), new("events", 1, 0, Backlog: 4, TimeSpan.Zero)], TimeSpan.Zero);
        using var stream = _readers.Open("orders");
        using var second = _readers.Open("orders");
        stream.Sent(TimeSpan.FromSeconds(2));
        second.Sent(TimeSpan.FromSeconds(5));
        await StepAsync(writer);

        var figures = await _reader.ReadAsync(Stop);

        Assert.Equal(7, Assert.Single(figures.Nodes).SweepBacklog);
        Assert.Equal([("orders", 2), ("never seen", 0)], figures.ResourceApis.Select(static api => (api.Name, api.Streams)));
        Assert.Equal(2, figures.ResourceApis[0].Age);
        Assert.Null(figures.ResourceApis[1].Age);
    }

    [Fact]
    public async Task Users_and_sessions_are_counted_once_a_minute_however_many_ask()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _reader.ReadAsync(Stop)));

        Assert.All(all, static figures => Assert.Equal((1, 7), (figures.Users, figures.Sessions)));
        _nodes.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await _reader.ReadAsync(Stop)).Users);
        Assert.Equal(2, _store.Counts);
    }

    [Fact]
    public async Task The_last_hour_of_a_node_and_of_the_sessions_is_kept()
    {
        var writer = await StartAsync(new());
        await _reader.ReadAsync(Stop);
        _sweeps.Saw([new("codes", 1, 0, Backlog: 3, TimeSpan.Zero)], TimeSpan.Zero);
        await StepAsync(writer);
        _nodes.Clock.Advance(TimeSpan.FromMinutes(2));
        _sweeps.Saw([], TimeSpan.Zero);
        await StepAsync(writer);

        var figures = await _reader.ReadAsync(Stop);

        Assert.Equal([7, null, null], figures.Minutes.TakeLast(3).Select(static minute => minute.Sessions));
        var minutes = Assert.Single(figures.Nodes).Minutes;
        Assert.Equal([(KeyRings.Start, 3), (KeyRings.Start + TimeSpan.FromMinutes(2), 0)], minutes.Select(static minute => (minute.At, minute.SweepBacklog)));
    }

    private async Task<StatisticsWriter> StartAsync(Tally tally)
    {
        var index = new RevocationIndex(_nodes.Clock);
        var keys = _nodes.New();
        var feed = new StoreFeedReader(new FeedInMemory(_nodes.Store), new(index, keys), index, keys, _nodes.Options, _nodes.Clock);
        var writer = new StatisticsWriter(_store, _census, tally, feed, _hashing, _sweeps, _readers, new ClockWithoutTimers(_nodes.Clock), NullLogger<StatisticsWriter>.Instance);
        _writers.Add(writer);
        await writer.StartAsync(Stop);
        return writer;
    }

    private Task AddNodeAsync(string name, TimeSpan silence)
    {
        var now = _nodes.Clock.GetUtcNow();
        var figures = new NodeFigures(name, now, now - silence, IsUp: true, new());
        return _store.WriteAsync([new(Guid.CreateVersion7(now), now, figures.ToJson())], Stop);
    }

    private async Task StepAsync(params StatisticsWriter[] writers)
    {
        foreach (var writer in writers)
        {
            writer.Wake();
            await _store.WaitForWriteAsync(Stop);
        }
    }

    /// <summary>A clock by which no step begins: the tests ask for each.</summary>
    private sealed class ClockWithoutTimers(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
