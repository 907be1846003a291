namespace Cardea.Attempts;

/// <summary>
/// Counts attempts. One guarded statement reserves an attempt before it is made. So requests at the same time, on any number of
/// nodes, never exceed the limits together.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't answer.</remarks>
internal interface IAttemptStore
{
    /// <summary>
    /// Reserves an attempt. Each limit counts only if the limits before it allow the attempt, and the guess counts only if all limits
    /// do. So a client that an early limit refuses can't use up a later one.
    /// </summary>
    /// <param name="limits">The limits, always in the same order, so that two requests never wait for each other.</param>
    /// <param name="guess">The guess, if the attempt compares a credential.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AttemptReservation> ReserveAsync(IReadOnlyList<AttemptLimit> limits, GuessLimit? guess, CancellationToken cancellationToken);

    /// <summary>Gives back an attempt that must not count, such as a right guess. If its count has begun anew, nothing changes.</summary>
    Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken);

    /// <summary>True if strangers who know the password of the account guessed too often at its second factor: see <see cref="GuessLimit.MostAfterPassword"/>.</summary>
    Task<bool> NeedsNewPasswordAsync(AttemptKey secondFactor, CancellationToken cancellationToken);
}
