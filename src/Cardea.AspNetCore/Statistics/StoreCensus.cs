using Cardea.Statistics;

namespace Cardea.AspNetCore.Statistics;

/// <summary>Counts users and live sessions while somebody watches the figures. The count reads all of them, so it is done once a minute at most.</summary>
internal sealed class StoreCensus(IStatisticsStore store, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _counting = new(1);
    private volatile Count? _latest;

    /// <summary>Returns the totals, at most a minute old; null if the store took too long to count.</summary>
    public async Task<StoreTotals?> CountAsync(CancellationToken cancellationToken)
    {
        // Many may ask at once: one of them counts.
        await _counting.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (_latest is { } latest && now - latest.At < Interval)
            {
                return latest.Totals;
            }

            _latest = new(now, await CountNowAsync(cancellationToken));
            return _latest.Totals;
        }
        finally
        {
            _counting.Release();
        }
    }

    // Null: so many that the count took too long. The other figures are still worth an answer.
    private async Task<StoreTotals?> CountNowAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.CountAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>The totals that were counted in a minute; null if nobody watched then.</summary>
    /// <param name="minute">The start of the minute.</param>
    public StoreTotals? Of(DateTimeOffset minute) => _latest is { } latest && StatisticsRow.MinuteOf(latest.At) == minute ? latest.Totals : null;

    /// <inheritdoc/>
    public void Dispose() => _counting.Dispose();

    private sealed record Count(DateTimeOffset At, StoreTotals? Totals);
}
