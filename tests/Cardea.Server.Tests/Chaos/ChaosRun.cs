using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cardea.Server.Tests.Chaos;

/// <summary>What all users of a run share: the nodes, the administrator, the clock and the counts.</summary>
internal sealed class ChaosRun(ChaosNodes nodes, TimeSpan grace, TimeSpan calm) : IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _durable;
    private int _acts;

    public ChaosNodes Nodes => nodes;

    public ChaosAdministrator Administrator { get; } = new(nodes);

    public ChaosTotals Totals { get; } = new();

    /// <summary>What was done to the servers, and when.</summary>
    public ConcurrentQueue<string> Disturbances { get; } = new();

    /// <summary>What was found, told with the history around it.</summary>
    public ConcurrentQueue<string> Findings { get; } = new();

    public TimeSpan Grace => grace;

    /// <summary>How soon all must have heard of what one has answered with.</summary>
    public Hearing Hearing { get; } = new(calm, new());

    public TimeSpan Now => _watch.Elapsed;

    /// <summary>
    /// No crash takes back what was answered before then: something was committed durably since, and the log of the database
    /// is written in order.
    /// </summary>
    public TimeSpan DurableUntil => TimeSpan.FromTicks(Volatile.Read(ref _durable));

    /// <summary>Counts, so that the devices take turns at what is rare.</summary>
    public int NextAct() => Interlocked.Increment(ref _acts);

    public void Note(Entry entry)
    {
        Totals.Count(entry);
        if (entry is { Deed: Deed.SignIn, Status: 200 or 201 })
        {
            InterlockedMax(ref _durable, entry.Begun.Ticks);
        }
    }

    /// <summary>Judges a user whose life is over.</summary>
    public void Judge(History history)
    {
        var entries = history.Entries;
        foreach (var finding in new HistoryChecker(grace, ChaosNodes.Count, Hearing).Check(entries))
        {
            Findings.Enqueue(Tell(finding, entries));
        }
    }

    public void Dispose() => Administrator.Dispose();

    // The last that the session did, and all that concerns the user as a whole.
    private static string Tell(Finding finding, IReadOnlyList<Entry> entries)
    {
        const int Lines = 15;
        var (found, before) = (finding.Entry, entries.Where(entry => entry.Begun <= finding.Entry.Ended).OrderBy(static entry => entry.Begun).ToArray());
        var around = before.Where(entry => entry.Session == found.Session || entry.Target == found.Session).TakeLast(Lines)
            .Union(before.Where(static entry => entry.Deed is not (Deed.Refresh or Deed.LateRefresh or Deed.Verify)).TakeLast(Lines))
            .OrderBy(static entry => entry.Begun);
        return $"{finding}\n    {string.Join("\n    ", around)}";
    }

    private static void InterlockedMax(ref long place, long value)
    {
        long before;
        while ((before = Volatile.Read(ref place)) < value && Interlocked.CompareExchange(ref place, value, before) != before)
        {
        }
    }
}
