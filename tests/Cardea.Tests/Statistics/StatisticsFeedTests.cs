using Cardea.AspNetCore.Statistics;
using Cardea.Sessions;
using Cardea.Tests.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Statistics;

/// <summary>A stream of figures ends with its session, also when nothing but the time ends it.</summary>
public sealed class StatisticsFeedTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LiveSessions _sessions = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_was_idle_for_too_long_gets_no_more_figures_and_another_one_does()
    {
        var store = new InMemoryStatisticsStore();
        using var census = new StoreCensus(store, _clock);
        using var lifetime = new Stopping();
        using var feed = new StatisticsFeed(
            new StatisticsReader(store, census, new CardeaOptions(), _clock), _sessions, lifetime.Application, _clock, NullLogger<StatisticsFeed>.Instance);
        await feed.StartAsync(Stop);
        var (idle, live) = (_sessions.Begin(_clock), _sessions.Begin(_clock));
        using var ofIdle = feed.Open(idle.UserId, idle.Id)!;
        using var ofLive = feed.Open(live.UserId, live.Id)!;
        await using var first = ofIdle.SendAsync(CancellationToken.None, CancellationToken.None).GetAsyncEnumerator(Stop);
        await using var second = ofLive.SendAsync(CancellationToken.None, CancellationToken.None).GetAsyncEnumerator(Stop);
        Assert.True(await first.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop));

        _sessions.Forget(idle);
        feed.Wake();

        // Figures may be on their way.
        for (var left = 2; await first.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop); left--)
        {
            Assert.True(left > 0, "The stream goes on after the session.");
        }

        Assert.True(await second.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop));
        feed.Wake();
        Assert.True(await second.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop));
        await feed.StopAsync(Stop);
    }

    private sealed class LiveSessions : AwaySessionStore
    {
        private readonly Lock _gate = new();
        private readonly List<Session> _live = [];

        public Session Begin(TimeProvider clock)
        {
            var now = clock.GetUtcNow();
            var session = new Session(SessionId.Create(now.AddDays(30)), new($"user-{_live.Count}"), new(null, null, null), now, now);
            lock (_gate)
            {
                _live.Add(session);
            }

            return session;
        }

        public void Forget(Session session)
        {
            lock (_gate)
            {
                _live.Remove(session);
            }
        }

        public override Task<IReadOnlyList<Session>> ListAllAsync(IReadOnlyCollection<UserId> owners, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                return Task.FromResult<IReadOnlyList<Session>>([.. _live.Where(session => owners.Contains(session.UserId))]);
            }
        }
    }

    private sealed class Stopping : IDisposable
    {
        public ApplicationLifetime Application { get; } = new(NullLogger<ApplicationLifetime>.Instance);

        public void Dispose() => Application.StopApplication();
    }
}
