using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Deletes the accounts whose deletion waited: see <see cref="Removals.RemoveDueAsync"/>. Every node looks, and one of them deletes.</summary>
internal sealed partial class RemovalSchedule(Removals removals, TimeProvider clock, ILogger<RemovalSchedule> logger) : RepeatingService(clock, logger)
{
    /// <summary>The time between two looks. It does not follow the interval of the sweep, which may be off.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override TimeSpan Pause() => Interval;

    protected override Task StepAsync(CancellationToken stoppingToken) => removals.RemoveDueAsync(stoppingToken);

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is StoreUnavailableException)
        {
            LogNotRemoved(Logger, failure);
        }
        else
        {
            base.Report(failure, pause);
        }
    }

    [LoggerMessage(EventId = 503, Level = LogLevel.Warning, Message = "Accounts that are due are not deleted yet: the store can't be asked")]
    private static partial void LogNotRemoved(ILogger logger, Exception exception);
}
