namespace Cardea.Audit;

/// <summary>A page of events.</summary>
/// <param name="Events">The events, the newest first.</param>
/// <param name="Next">The search goes on before this event; null if there are no more. A short page, or an empty one, may have it too.</param>
internal sealed record EventPage(IReadOnlyList<SecurityEvent> Events, Guid? Next)
{
    /// <summary>Describes what a search has found.</summary>
    /// <param name="search">The search.</param>
    /// <param name="events">The events that it found.</param>
    /// <param name="end">The last event that it looked at; null if there are no more.</param>
    public static EventPage Of(EventSearch search, IReadOnlyList<SecurityEvent> events, Guid? end) =>
        new(events, events.Count == search.Most ? events[^1].Id : end);
}
