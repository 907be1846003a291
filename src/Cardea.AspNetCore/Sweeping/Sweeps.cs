using Cardea.AspNetCore.Accounts;
using Cardea.Sweeping;

namespace Cardea.AspNetCore.Sweeping;

/// <summary>Deletes the accounts whose deletion is due, and removes expired rows. Servers and the command line sweep by this class.</summary>
/// <param name="sweeper">Removes expired rows.</param>
/// <param name="clock">The clock.</param>
/// <param name="removals">Deletes accounts; null where an app has its own users.</param>
internal sealed class Sweeps(ISweeper sweeper, TimeProvider clock, Removals? removals = null)
{
    /// <summary>Sweeps everything.</summary>
    /// <param name="budget">How long it may take. Due accounts get at most half of it.</param>
    /// <param name="cancellationToken">Stops it between two transactions.</param>
    /// <returns>What it did, rule by rule.</returns>
    /// <exception cref="StoreUnavailableException">The store can't answer.</exception>
    public async Task<IReadOnlyList<SweptRule>> RunAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var accounts = await RemoveDueAccountsAsync(budget / 2, cancellationToken);
        var left = budget - clock.GetElapsedTime(started);
        var swept = await sweeper.SweepAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        return [.. accounts, .. swept];
    }

    /// <summary>Deletes only the accounts whose deletion is due. No database can do this by itself, because the owners get a mail.</summary>
    /// <inheritdoc cref="RunAsync" path="/param"/>
    /// <inheritdoc cref="RunAsync" path="/returns"/>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async Task<IReadOnlyList<SweptRule>> RemoveDueAccountsAsync(TimeSpan budget, CancellationToken cancellationToken) =>
        removals is null ? [] : [await removals.RemoveDueAsync(budget, cancellationToken)];
}
