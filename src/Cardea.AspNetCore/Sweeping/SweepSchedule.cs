using System.Security.Cryptography;
using Cardea.Sweeping;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Sweeping;

/// <summary>Sweeps every <see cref="CardeaOptions.SweepInterval"/>, with jitter, so nodes sweep at different times.</summary>
internal sealed partial class SweepSchedule(
    ISweeper sweeper, SweepWitness witness, CardeaOptions options, TimeProvider clock, ILogger<SweepSchedule> logger)
    : RepeatingService(clock, logger)
{
    /// <summary>The longest time of one sweep. The next sweep continues.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    protected override TimeSpan Pause() => options.SweepInterval > TimeSpan.Zero
        ? options.SweepInterval * (0.9 + (RandomNumberGenerator.GetInt32(201) / 1000.0))
        : Timeout.InfiniteTimeSpan;

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        var started = Clock.GetTimestamp();
        var swept = await sweeper.SweepAsync(Budget, stoppingToken);
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
