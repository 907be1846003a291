using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Statistics;

/// <summary>Reads the figures every five seconds while somebody watches, once for all who do. The number of streams is bounded.</summary>
internal sealed class StatisticsFeed(
    StatisticsReader statistics, ISessionStore sessions, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<StatisticsFeed> logger)
    : RepeatingService(clock, logger)
{
    /// <summary>The most streams of one session. A stream whose client has gone counts until the node notices.</summary>
    public const int MostOfSession = 100;

    /// <summary>The most streams of this node.</summary>
    public const int Most = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<StatisticsStream> _streams = [];

    /// <summary>Opens a stream. Its first event comes at once.</summary>
    /// <param name="user">The viewer.</param>
    /// <param name="session">The session of the viewer.</param>
    /// <returns>The stream, to be disposed; null if there are too many.</returns>
    public StatisticsStream? Open(UserId user, SessionId session)
    {
        StatisticsStream stream;
        lock (_gate)
        {
            if (_streams.Count >= Most || _streams.Count(stream => stream.Session == session) >= MostOfSession)
            {
                return null;
            }

            stream = new(user, session, Close, lifetime.ApplicationStopping);
            _streams.Add(stream);
        }

        Wake();
        return stream;
    }

    protected override TimeSpan Pause() => Interval;

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        var watched = Watched();
        if (watched.Count == 0)
        {
            return;
        }

        // No revocation tells of a session that was idle for too long.
        var live = (await sessions.ListAllAsync([.. watched.Select(static stream => stream.User).Distinct()], stoppingToken))
            .Select(static session => session.Id)
            .ToHashSet();
        var figures = await statistics.ReadAsync(stoppingToken);
        foreach (var stream in watched)
        {
            if (live.Contains(stream.Session))
            {
                stream.Learn(figures);
            }
            else
            {
                stream.Stop();
            }
        }
    }

    // A stream without events shows that the store can't be asked. Other services warn about it.
    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is not StoreUnavailableException)
        {
            base.Report(failure, pause);
        }
    }

    private List<StatisticsStream> Watched()
    {
        lock (_gate)
        {
            return [.. _streams];
        }
    }

    private void Close(StatisticsStream stream)
    {
        lock (_gate)
        {
            _streams.Remove(stream);
        }
    }
}
