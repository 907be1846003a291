namespace Cardea.Attempts;

/// <summary>
/// Counts attempts. One guarded statement reserves an attempt before it is made. So requests at the same time, on any number of
/// nodes, never exceed the limit together.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't answer.</remarks>
internal interface IAttemptStore
{
    /// <summary>
    /// Reserves an attempt under one or two limits. The second limit counts only if the first allows the attempt. So a client
    /// that the first limit refuses can't use up the second.
    /// </summary>
    /// <param name="first">The first limit.</param>
    /// <param name="second">The second limit, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AttemptReservation> ReserveAsync(AttemptLimit first, AttemptLimit? second, CancellationToken cancellationToken);

    /// <summary>Gives back an attempt that was not a guess. If its window is over, nothing changes.</summary>
    Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken);
}
