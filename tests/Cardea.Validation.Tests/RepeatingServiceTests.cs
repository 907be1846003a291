using Cardea.Validation.Hosting;
using Cardea.Validation.Tests.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Validation.Tests;

/// <summary>Nothing stops a background service but the end of the app.</summary>
public sealed class RepeatingServiceTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordedLog _log = new();

    public static TheoryData<Exception> Failures { get; } =
    [
        new StoreUnavailableException(),
        new InvalidOperationException(),
        new OperationCanceledException(),
        new TaskCanceledException("A request has taken too long.", new TimeoutException()),
        new ObjectDisposedException("connection"),
        new InsufficientMemoryException(),
        new AggregateException(new IOException()),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task A_step_that_fails_is_logged_and_the_next_one_follows(Exception failure)
    {
        using var service = new Steps(_clock, _log) { Failure = failure };
        await service.StartAsync(Cancellation);
        await StepAsync(service, 1);

        service.Failure = null;
        await StepAsync(service, 2);

        Assert.Contains(21, _log.Events);
        Assert.Contains(_log.Lines, line => line.Contains(nameof(Steps), StringComparison.Ordinal) && line.Contains(failure.GetType().Name, StringComparison.Ordinal));
        Assert.False(service.ExecuteTask!.IsCompleted);
        await service.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_step_that_fails_before_its_first_wait_is_survived_too()
    {
        using var service = new Steps(_clock, _log) { Failure = new InvalidOperationException(), AtOnce = true };
        await service.StartAsync(Cancellation);
        await StepAsync(service, 1);

        service.Failure = null;

        await StepAsync(service, 2);
        await service.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_log_that_fails_stops_nothing()
    {
        using var service = new Steps(_clock, new BrokenLog()) { Failure = new InvalidOperationException() };
        await service.StartAsync(Cancellation);

        await StepAsync(service, 1);
        await StepAsync(service, 2);

        await service.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_wake_up_makes_a_step_follow_at_once_and_many_make_one()
    {
        using var service = new Steps(_clock, _log);
        await service.StartAsync(Cancellation);

        service.Wake();
        await Eventually.TrueAsync(() => service.Taken == 1);

        service.Hold();
        service.Wake();
        await Eventually.TrueAsync(() => service.Taken == 2);
        for (var i = 0; i < 10; i++)
        {
            service.Wake();
        }

        service.Release();
        await Eventually.TrueAsync(() => service.Taken == 3);
        await Task.Delay(50, Cancellation);
        Assert.Equal(3, service.Taken);
        await service.StopAsync(Cancellation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_left_to_do_is_done_at_the_end_and_may_fail(bool fails)
    {
        using var service = new Steps(_clock, _log);
        await service.StartAsync(Cancellation);
        service.Failure = fails ? new InvalidOperationException() : null;

        await service.StopAsync(Cancellation);

        Assert.Equal((0, 1), (service.Taken, service.Finished));
        Assert.True(service.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task The_end_of_the_app_ends_a_step_and_is_no_failure()
    {
        using var service = new Steps(_clock, _log);
        service.Hold();
        await service.StartAsync(Cancellation);
        await StepAsync(service, 1);

        await service.StopAsync(Cancellation);

        Assert.Empty(_log.Events);
    }

    private async Task StepAsync(Steps service, int taken) =>
        await Eventually.TrueAsync(() => service.Taken >= taken, () => _clock.Advance(Interval / 10));

    private sealed class Steps(TimeProvider clock, ILogger logger) : RepeatingService(clock, logger)
    {
        private TaskCompletionSource? _held;
        private int _taken;

        public int Taken => Volatile.Read(ref _taken);

        public int Finished { get; private set; }

        public Exception? Failure { get; set; }

        public bool AtOnce { get; init; }

        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        protected override TimeSpan Pause() => Interval;

        protected override Task StepAsync(CancellationToken stoppingToken)
        {
            var failure = Failure;
            Interlocked.Increment(ref _taken);
            return AtOnce && failure is not null ? throw failure : HeldAsync(failure, stoppingToken);
        }

        protected override Task FinishAsync(CancellationToken cancellationToken)
        {
            Finished++;
            return FailAsync(Failure);
        }

        private static async Task FailAsync(Exception? failure)
        {
            await Task.Yield();
            if (failure is not null)
            {
                throw failure;
            }
        }

        private async Task HeldAsync(Exception? failure, CancellationToken stoppingToken)
        {
            await (_held?.Task ?? Task.CompletedTask).WaitAsync(stoppingToken);
            await FailAsync(failure);
        }
    }

    private sealed class BrokenLog : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new AggregateException(new IOException("The disk is full."));
    }
}
