using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Hosting;

/// <summary>
/// Waits at the start for a store that does not answer yet. If all containers start at once, the database is often ready after its
/// clients. A wrong password or a similar fault fails the start at once.
/// </summary>
internal sealed partial class StoreWait(CardeaOptions options, TimeProvider clock, ILogger<StoreWait> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs work that needs the store, and repeats it while the store does not answer.</summary>
    /// <exception cref="SetupException">The store has not answered for <see cref="CardeaOptions.StartTimeout"/>.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await work();
            }
            catch (StoreUnavailableException exception)
            {
                if (clock.GetElapsedTime(began) >= options.StartTimeout)
                {
                    throw new SetupException(exception.Message, exception);
                }

                if (tries == 1)
                {
                    LogWaiting(logger, options.StartTimeout, exception.Message);
                }
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Cardea waits for the database for up to {StartTimeout}: {Reason}")]
    private static partial void LogWaiting(ILogger logger, TimeSpan startTimeout, string reason);
}
