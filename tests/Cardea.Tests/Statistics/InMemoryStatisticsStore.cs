using System.Collections.Concurrent;
using System.Threading.Channels;
using Cardea.Statistics;

namespace Cardea.Tests.Statistics;

/// <summary>Statistics of several nodes, without a database.</summary>
internal sealed class InMemoryStatisticsStore : IStatisticsStore
{
    private readonly ConcurrentDictionary<(Guid Node, DateTimeOffset Minute), StatisticsRow> _rows = new();
    private readonly Channel<int> _writes = Channel.CreateUnbounded<int>();
    private int _counts;

    /// <summary>True if the store does not answer.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often users and sessions were counted.</summary>
    public int Counts => _counts;

    /// <summary>Waits for the next write, also one that fails.</summary>
    public async Task WaitForWriteAsync(CancellationToken cancellationToken) => await _writes.Reader.ReadAsync(cancellationToken);

    public Task WriteAsync(IReadOnlyList<StatisticsRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            ThrowIfAway();
            foreach (var row in rows)
            {
                _rows[(row.Node, row.Minute)] = row;
            }

            return Task.CompletedTask;
        }
        finally
        {
            _writes.Writer.TryWrite(rows.Count);
        }
    }

    public Task<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        return Task.FromResult<IReadOnlyList<StatisticsRow>>([.. _rows.Values.Where(row => row.Minute >= from).OrderBy(static row => row.Minute)]);
    }

    public Task<StoreTotals> CountAsync(CancellationToken cancellationToken)
    {
        ThrowIfAway();
        return Task.FromResult(new StoreTotals(Users: Interlocked.Increment(ref _counts), Sessions: 7));
    }

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("The store is away.");
        }
    }
}
