using System.Security.Cryptography;
using Cardea.Sweeping;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Sweeping;

/// <summary>Sweeps every <see cref="CardeaOptions.SweepInterval"/>, with jitter so that nodes take turns.</summary>
internal sealed partial class SweepSchedule(
    ISweeper sweeper, SweepWitness witness, CardeaOptions options, TimeProvider clock, ILogger<SweepSchedule> logger) : BackgroundService
{
    /// <summary>How long one sweep may take; what is left waits for the next.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.SweepInterval > TimeSpan.Zero)
        {
            await Task.Delay(options.SweepInterval * (0.9 + (RandomNumberGenerator.GetInt32(201) / 1000.0)), clock, stoppingToken);
            try
            {
                var started = clock.GetTimestamp();
                var swept = await sweeper.SweepAsync(Budget, stoppingToken);
                witness.Saw(swept, clock.GetElapsedTime(started));
            }
            catch (StoreUnavailableException exception)
            {
                LogNotSwept(logger, exception);
            }
        }
    }

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "Not swept: the store can't be asked")]
    private static partial void LogNotSwept(ILogger logger, Exception exception);
}
