using System.Diagnostics.Metrics;
using Cardea.AspNetCore.Sweeping;
using Cardea.Sweeping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Sweeping;

/// <summary>The server sweeps by itself, and what it did can be measured.</summary>
public sealed class SweepScheduleTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _swept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _measured = new(StringComparer.Ordinal);

    public SweepScheduleTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measure(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task What_a_sweep_removed_and_left_is_measured_by_rule()
    {
        using var schedule = Schedule(new(), new SweptRule("sessions", Removed: 5, Partitions: 2, Backlog: 7, TimeSpan.FromHours(1)));
        await schedule.StartAsync(Stop);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await _swept.Task.WaitAsync(Stop);
        await schedule.StopAsync(Stop);

        Assert.Equal(
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["cardea.sweep.duration"] = 3,
                ["cardea.sweep.rows sessions"] = 5,
                ["cardea.sweep.partitions sessions"] = 2,
                ["cardea.sweep.backlog sessions"] = 7,
                ["cardea.sweep.overdue sessions"] = 3600,
            },
            _measured);
    }

    [Fact]
    public async Task An_interval_of_zero_leaves_sweeping_to_others()
    {
        using var schedule = Schedule(new() { SweepInterval = TimeSpan.Zero });
        await schedule.StartAsync(Stop);
        _clock.Advance(TimeSpan.FromDays(1));
        await schedule.StopAsync(Stop);

        Assert.False(_swept.Task.IsCompleted);
        Assert.Empty(_measured);
    }

    private SweepSchedule Schedule(CardeaOptions options, params SweptRule[] swept) => new(
        new(new TimedSweeper(_clock, swept, _swept), _clock),
        new(_services.GetRequiredService<IMeterFactory>(), NullLogger<SweepWitness>.Instance),
        options,
        _clock,
        NullLogger<SweepSchedule>.Instance);

    private void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured[tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}"] = value;

    private sealed class TimedSweeper(FakeTimeProvider clock, SweptRule[] swept, TaskCompletionSource done) : ISweeper
    {
        public Task<IReadOnlyList<SweptRule>> SweepAsync(TimeSpan budget, CancellationToken cancellationToken)
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            done.TrySetResult();
            return Task.FromResult<IReadOnlyList<SweptRule>>(swept);
        }
    }
}
