using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.Validation.Hosting;

/// <summary>
/// A background service that takes one step after another while the app runs. If a step throws any exception, the service
/// logs it and takes the next step. Only the end of the app stops the service.
/// </summary>
internal abstract partial class RepeatingService(TimeProvider clock, ILogger logger) : BackgroundService
{
    // Several wake-ups during a step cause one more step.
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ITimer? _timer;

    /// <summary>The clock.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>The logger.</summary>
    protected ILogger Logger => logger;

    /// <summary>Starts the next step at once.</summary>
    public void Wake() => _due.Writer.TryWrite(true);

    /// <inheritdoc/>
    public sealed override Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = clock.CreateTimer(_ => Wake(), state: null, Pause(), Timeout.InfiniteTimeSpan);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SurviveAsync(FinishAsync, static () => TimeSpan.Zero, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer?.Dispose();
        base.Dispose();
    }

    /// <summary>Returns the pause before the next step. Called before the first step and after each one.</summary>
    protected abstract TimeSpan Pause();

    /// <summary>Takes one step.</summary>
    protected abstract Task StepAsync(CancellationToken stoppingToken);

    /// <summary>Finishes the work when the app stops. Default: nothing.</summary>
    protected virtual Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Logs that a step failed. Override it for failures that are expected.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="pause">The pause before the next step.</param>
    protected virtual void Report(Exception failure, TimeSpan pause) => LogFailed(logger, failure, GetType().Name, pause);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _due.Reader.ReadAsync(stoppingToken);
            var pause = await SurviveAsync(StepAsync, Pause, stoppingToken);
            _timer!.Change(pause, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task<TimeSpan> SurviveAsync(Func<CancellationToken, Task> step, Func<TimeSpan> pause, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
            return pause();
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A log that fails must not stop the service either.
            var next = pause();
            await Task.Run(() => Report(failure, next), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return next;
        }
    }

    [LoggerMessage(EventId = 21, Level = LogLevel.Error, Message = "{Service} met an unexpected error; it goes on in {Pause}")]
    private static partial void LogFailed(ILogger logger, Exception failure, string service, TimeSpan pause);
}
