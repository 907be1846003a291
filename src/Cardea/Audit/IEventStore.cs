using Cardea.Tokens;

namespace Cardea.Audit;

/// <summary>Stores security events for <see cref="CardeaOptions.EventRetention"/>. A stored event never changes.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer.</remarks>
internal interface IEventStore
{
    /// <summary>Adds an event.</summary>
    Task AddAsync(SecurityEvent happened, CancellationToken cancellationToken);

    /// <summary>Reads events, the newest first.</summary>
    /// <param name="user">The user of the events; <see langword="null"/> for all users.</param>
    /// <param name="before">The id of an event: reads only earlier events; <see langword="null"/> to read the newest.</param>
    /// <param name="most">The maximum number of events.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IReadOnlyList<SecurityEvent>> ReadAsync(UserId? user, Guid? before, int most, CancellationToken cancellationToken);

    /// <summary>Finds events of one kind, the newest first.</summary>
    Task<EventPage> FindAsync(EventSearch search, CancellationToken cancellationToken);
}
