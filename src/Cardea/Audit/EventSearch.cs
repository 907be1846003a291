using Cardea.Tokens;

namespace Cardea.Audit;

/// <summary>A search for events of one kind, the newest first.</summary>
/// <param name="Kind">The kind.</param>
internal sealed record EventSearch(SecurityEventKind Kind)
{
    /// <summary>The user of the events; null for all users.</summary>
    public UserId? User { get; init; }

    /// <summary>The id of an event: only earlier events are found; null for the newest.</summary>
    public Guid? Before { get; init; }

    /// <summary>The maximum number of events on a page.</summary>
    public int Most { get; init; } = 100;

    /// <summary>How many events of all kinds the search looks at, which bounds its time.</summary>
    public int Window { get; init; } = 100_000;
}
