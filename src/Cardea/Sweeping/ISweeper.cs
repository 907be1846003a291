namespace Cardea.Sweeping;

/// <summary>Removes expired rows. Only the size of the database depends on it, because every read checks expiry itself.</summary>
internal interface ISweeper
{
    /// <summary>Sweeps by every rule, in short transactions that hold up no request.</summary>
    /// <param name="budget">How long it may take.</param>
    /// <param name="cancellationToken">Stops it between two transactions.</param>
    /// <returns>What it did, rule by rule.</returns>
    /// <exception cref="StoreUnavailableException">The store can't answer.</exception>
    Task<IReadOnlyList<SweptRule>> SweepAsync(TimeSpan budget, CancellationToken cancellationToken);
}
