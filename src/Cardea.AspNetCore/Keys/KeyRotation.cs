using Cardea.Keys;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Keys;

/// <summary>Makes the keys that are missing or due. Changes of other nodes come with the store's feed.</summary>
internal sealed partial class KeyRotation(KeyRing keys, TimeProvider clock, ILogger<KeyRotation> logger) : RepeatingService(clock, logger)
{
    /// <summary>The interval, much shorter than <see cref="KeyRing.PublishedAhead"/>.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override TimeSpan Pause() => Interval;

    protected override Task StepAsync(CancellationToken stoppingToken) => keys.ReloadAsync(stoppingToken);

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is StoreUnavailableException or SetupException)
        {
            LogNotReloaded(Logger, failure);
        }
        else
        {
            base.Report(failure, pause);
        }
    }

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "The keys could not be read again; those known stay in use")]
    private static partial void LogNotReloaded(ILogger logger, Exception exception);
}
