namespace Cardea.Attempts;

/// <summary>
/// Counts attempts. Each is reserved before it is made, by one guarded statement, so that of any number at once over any
/// number of nodes no more are made than the limit allows.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say.</remarks>
public interface IAttemptStore
{
    /// <summary>
    /// Reserves an attempt under one limit, or under two: then under the second only where the first allows it, so that
    /// whoever is refused by the first can't use up the second.
    /// </summary>
    /// <param name="first">The first limit.</param>
    /// <param name="second">The second; <see langword="null"/> when there is one only.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AttemptReservation> ReserveAsync(AttemptLimit first, AttemptLimit? second, CancellationToken cancellationToken);

    /// <summary>Gives an attempt back that was no guess. One whose window is over changes nothing.</summary>
    Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken);
}
