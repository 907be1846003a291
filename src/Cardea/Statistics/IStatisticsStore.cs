namespace Cardea.Statistics;

/// <summary>Stores the figures of all nodes for an hour. A power failure may lose the newest.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer.</remarks>
internal interface IStatisticsStore
{
    /// <summary>Writes rows in place of earlier ones of the same node and minute.</summary>
    Task WriteAsync(IReadOnlyList<StatisticsRow> rows, CancellationToken cancellationToken);

    /// <summary>Reads the rows of all nodes, the oldest minute first.</summary>
    /// <param name="from">The first minute.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Counts users and live sessions. It reads all of them, so a node asks once a minute at most.</summary>
    Task<StoreTotals> CountAsync(CancellationToken cancellationToken);
}
