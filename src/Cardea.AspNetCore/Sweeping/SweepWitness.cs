using System.Diagnostics.Metrics;
using Cardea.Sweeping;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Sweeping;

/// <summary>Counts the rows that sweeps remove and leave.</summary>
internal sealed partial class SweepWitness(IMeterFactory meters, ILogger<SweepWitness> logger)
{
    private const string Meter = "Cardea";

    private readonly Histogram<double> _duration = meters.Create(Meter).CreateHistogram<double>(
        "cardea.sweep.duration", "s", "How long a sweep took, its rests included.");

    private readonly Counter<long> _rows = meters.Create(Meter).CreateCounter<long>(
        "cardea.sweep.rows", "{row}", "Expired rows that were removed.");

    private readonly Counter<long> _partitions = meters.Create(Meter).CreateCounter<long>(
        "cardea.sweep.partitions", "{partition}", "Whole partitions that were dropped.");

    private readonly Gauge<long> _backlog = meters.Create(Meter).CreateGauge<long>(
        "cardea.sweep.backlog", "{row}", "Expired rows that were left after the last sweep.");

    private readonly Gauge<double> _overdue = meters.Create(Meter).CreateGauge<double>(
        "cardea.sweep.overdue", "s", "How long the oldest expired row is overdue.");

    private long _left;

    /// <summary>How many expired rows the last sweep of this node left.</summary>
    public long Backlog => Interlocked.Read(ref _left);

    public void Saw(IReadOnlyList<SweptRule> swept, TimeSpan duration)
    {
        Interlocked.Exchange(ref _left, swept.Sum(static rule => rule.Backlog));
        _duration.Record(duration.TotalSeconds);
        foreach (var rule in swept)
        {
            var name = KeyValuePair.Create<string, object?>("rule", rule.Rule);
            _rows.Add(rule.Removed, name);
            _partitions.Add(rule.Partitions, name);
            _backlog.Record(rule.Backlog, name);
            _overdue.Record(rule.Overdue.TotalSeconds, name);
            LogSwept(logger, rule.Rule, rule.Removed, rule.Backlog);
        }
    }

    [LoggerMessage(EventId = 501, Level = LogLevel.Debug, Message = "Swept {Rule}: {Removed} removed, {Backlog} left")]
    private static partial void LogSwept(ILogger logger, string rule, long removed, long backlog);
}
