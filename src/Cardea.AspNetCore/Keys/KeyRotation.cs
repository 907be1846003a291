using Cardea.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Keys;

/// <summary>Reads the keys again, so that one that another node made or gave up is known here, and rotates those that are due.</summary>
internal sealed partial class KeyRotation(KeyRing keys, TimeProvider clock, ILogger<KeyRotation> logger) : BackgroundService
{
    /// <summary>How often. Well within <see cref="KeyRing.PublishedAhead"/>.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.ReloadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or SetupException)
            {
                LogNotReloaded(logger, exception);
            }
        }
    }

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "The keys could not be read again; those known stay in use")]
    private static partial void LogNotReloaded(ILogger logger, Exception exception);
}
