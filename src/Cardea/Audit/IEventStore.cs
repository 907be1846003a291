using Cardea.Tokens;

namespace Cardea.Audit;

/// <summary>Keeps security events for <see cref="CardeaOptions.EventRetention"/>; they are added, and never changed.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say.</remarks>
internal interface IEventStore
{
    /// <summary>Adds an event.</summary>
    Task AddAsync(SecurityEvent happened, CancellationToken cancellationToken);

    /// <summary>Events, the newest first.</summary>
    /// <param name="user">Whose; <see langword="null"/> for all.</param>
    /// <param name="before">Only those before this one; <see langword="null"/> for the newest.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<SecurityEvent>> ReadAsync(UserId? user, Guid? before, int most, CancellationToken cancellationToken);
}
