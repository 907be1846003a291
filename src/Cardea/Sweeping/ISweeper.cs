namespace Cardea.Sweeping;

/// <summary>Removes what has expired. Nothing depends on it but the size of the database: every read checks expiry itself.</summary>
public interface ISweeper
{
    /// <summary>Sweeps by every rule, in short transactions, so that nobody waits for it.</summary>
    /// <param name="budget">How long it may take.</param>
    /// <param name="cancellationToken">Stops it between two transactions.</param>
    /// <returns>What it did, rule by rule.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    Task<IReadOnlyList<SweptRule>> SweepAsync(TimeSpan budget, CancellationToken cancellationToken);
}
