using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cardea.Server.Tests.Chaos;

/// <summary>All that was done and answered, as seen from outside of every server and client.</summary>
internal sealed class History
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ConcurrentQueue<Entry> _entries = new();
    private int _refreshes;

    public TimeSpan Now => _watch.Elapsed;

    public IReadOnlyCollection<Entry> Entries => _entries;

    /// <summary>How many refreshes were answered with tokens so far.</summary>
    public int Refreshes => Volatile.Read(ref _refreshes);

    public void Write(Entry entry)
    {
        _entries.Enqueue(entry);
        if (entry is { Deed: Deed.Refresh, Status: 200 })
        {
            Interlocked.Increment(ref _refreshes);
        }
    }

    public int Count(Func<Entry, bool> condition) => _entries.Count(condition);
}
