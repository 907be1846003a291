using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Audit;

/// <summary>A security event, as its owner or an operator sees it.</summary>
internal sealed record EventResponse(
    string Id, DateTimeOffset At, string Event, string? UserId, string? SessionId, string? IpAddress, string? UserAgent, string? Detail)
{
    public static EventResponse Of(SecurityEvent happened) => new(
        happened.Id.ToString(),
        happened.At,
        EventKinds.NameOf(happened.Kind),
        happened.User?.Value,
        happened.Session?.ToString(),
        happened.IpAddress,
        happened.UserAgent,
        happened.Detail);
}

/// <summary>Security events, the newest first.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The value of <c>before</c> for the next page; null on the last page.</param>
internal sealed record EventListResponse(IReadOnlyList<EventResponse> Events, string? Next)
{
    private const int MostPerPage = 100;

    // One request looks at a million events at most.
    private const int MostWindows = 10;

    /// <summary>Reads a page of them.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="user">Whose; <see langword="null"/> for all.</param>
    /// <param name="before">Where the page begins, as an earlier one said; anything else begins with the newest.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<EventListResponse> ReadAsync(IEventStore store, UserId? user, string? before, CancellationToken cancellationToken)
    {
        var events = await store.ReadAsync(user, Guid.TryParse(before, out var id) ? id : null, MostPerPage, cancellationToken);
        return new([.. events.Select(EventResponse.Of)], events.Count == MostPerPage ? events[^1].Id.ToString() : null);
    }

    /// <summary>Reads a page with events of one kind. If few events match, the page may be short though more events follow.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="user">Whose; <see langword="null"/> for all.</param>
    /// <param name="before">Where the page begins, as an earlier one said; anything else begins with the newest.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<EventListResponse> FindAsync(
        IEventStore store, SecurityEventKind kind, UserId? user, string? before, CancellationToken cancellationToken)
    {
        var search = new EventSearch(kind) { User = user };
        var found = new List<SecurityEvent>();
        Guid? next = Guid.TryParse(before, out var id) ? id : null;
        for (var window = 0; window < MostWindows; window++)
        {
            (var events, next) = await store.FindAsync(search with { Before = next, Most = MostPerPage - found.Count }, cancellationToken);
            found.AddRange(events);
            if (next is null || found.Count == MostPerPage)
            {
                break;
            }
        }

        return new([.. found.Select(EventResponse.Of)], next?.ToString());
    }
}
