using System.Security.Cryptography;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Sweeping;

/// <summary>
/// Sweeps every <see cref="CardeaOptions.SweepInterval"/>, with jitter, so nodes sweep at different times. Where others sweep, it still
/// deletes the accounts whose deletion is due: <c>pg_cron</c> can't.
/// </summary>
internal sealed partial class SweepSchedule(
    Sweeps sweeps, SweepWitness witness, CardeaOptions options, TimeProvider clock, ILogger<SweepSchedule> logger)
    : RepeatingService(clock, logger)
{
    /// <summary>The longest time of one sweep. The next sweep continues.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    /// <summary>The time between two looks at due accounts, where others sweep.</summary>
    public static readonly TimeSpan RemovalInterval = TimeSpan.FromMinutes(10);

    private bool SweepsItself => options.SweepInterval > TimeSpan.Zero;

    protected override TimeSpan Pause() =>
        (SweepsItself ? options.SweepInterval : RemovalInterval) * (0.9 + (RandomNumberGenerator.GetInt32(201) / 1000.0));

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        if (!SweepsItself)
        {
            await sweeps.RemoveDueAccountsAsync(Budget, stoppingToken);
            return;
        }

        var started = Clock.GetTimestamp();
        var swept = await sweeps.RunAsync(Budget, stoppingToken);
        witness.Saw(swept, Clock.GetElapsedTime(started));
    }

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is StoreUnavailableException)
        {
            LogNotSwept(Logger, failure);
        }
        else
        {
            base.Report(failure, pause);
        }
    }

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "Not swept: the store can't be asked")]
    private static partial void LogNotSwept(ILogger logger, Exception exception);
}
