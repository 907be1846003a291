using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Live;

/// <summary>
/// Reads the session lists of the users with open streams: every few seconds, hundreds of users in one statement, and at once when one of
/// their sessions ends on any node.
/// </summary>
internal sealed class LiveReader : RepeatingService
{
    private const int UsersAtOnce = 500;
    private const int ReadsPerBeat = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly LiveStreams _streams;
    private readonly ISessionStore _store;
    private readonly StoreFeedReader _feed;
    private readonly CardeaOptions _options;
    private long _readAt;
    private int _reads;

    public LiveReader(
        LiveStreams streams,
        ISessionStore store,
        StoreFeedReader feed,
        RevocationIndex index,
        CardeaOptions options,
        TimeProvider clock,
        ILogger<LiveReader> logger)
        : base(clock, logger)
    {
        (_streams, _store, _feed, _options) = (streams, store, feed, options);
        index.Watch(revoked =>
        {
            if (revoked.IsEnd && streams.Note(revoked.SessionId))
            {
                Wake();
            }
        });
    }

    protected override TimeSpan Pause() => Interval;

    // A flood of ends must not keep the other lists from being read.
    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        var changed = _streams.TakeChanged();
        var isDue = changed.Count == 0 || Clock.GetElapsedTime(_readAt) >= Interval;
        foreach (var users in (isDue ? _streams.Users : changed).Chunk(UsersAtOnce))
        {
            _streams.Learn(users, await _store.ListAllAsync(users, stoppingToken));
        }

        if (isDue)
        {
            _readAt = Clock.GetTimestamp();
            if (++_reads % ReadsPerBeat == 0)
            {
                _streams.Beat();
            }
        }
    }

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is not StoreUnavailableException)
        {
            base.Report(failure, pause);
        }
        else if (_feed.Age is not { } age || age > _options.StalenessBound)
        {
            _streams.StopAll();
        }
    }
}
