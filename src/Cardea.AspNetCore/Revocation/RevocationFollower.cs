using Cardea.Revocation;
using Cardea.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Revocation;

/// <summary>Keeps the index in step with the store: what other processes on it revoke is known here within a second.</summary>
internal sealed partial class RevocationFollower(ISessionStore store, RevocationIndex index, TimeProvider clock, ILogger<RevocationFollower> logger)
    : BackgroundService
{
    private const int TicksPerCleanUp = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? _cursor;
    private long _readAt;

    /// <summary>How long ago the store was last read to the end; <see langword="null"/> before the first time.</summary>
    public TimeSpan? Age => Volatile.Read(ref _readAt) is > 0 and var readAt ? clock.GetElapsedTime(readAt) : null;

    /// <summary>Adds what was revoked since the last time; everything, the first time.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var readAt = clock.GetTimestamp();
        var page = await store.ReadRevocationsAsync(_cursor, cancellationToken);
        index.Add(page.Revocations);
        _cursor = page.Cursor;
        Volatile.Write(ref _readAt, readAt);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            if (tick % TicksPerCleanUp == 0)
            {
                index.RemoveExpired();
            }

            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (StoreUnavailableException exception)
            {
                LogBehind(logger, exception, Age);
            }
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Revocations were last read {Age} ago: the store can't be asked")]
    private static partial void LogBehind(ILogger logger, Exception exception, TimeSpan? age);
}
