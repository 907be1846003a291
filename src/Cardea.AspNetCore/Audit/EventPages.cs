using System.Runtime.CompilerServices;
using Cardea.Audit;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Audit;

/// <summary>All events of a user, read by the page: there may be more than fit into memory.</summary>
internal static class EventPages
{
    public const int Size = 1000;

    /// <summary>Reads the first page at once, so that a failure is still an answer, and each other when the one before is used up.</summary>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public static async Task<IAsyncEnumerable<SecurityEvent>> ReadAllAsync(this IEventStore events, UserId user, CancellationToken cancellationToken)
    {
        var newest = await events.ReadAsync(user, before: null, Size, cancellationToken);
        return ReadOnAsync(events, user, newest, cancellationToken);
    }

    private static async IAsyncEnumerable<SecurityEvent> ReadOnAsync(
        IEventStore events, UserId user, IReadOnlyList<SecurityEvent> page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (page.Count > 0)
        {
            foreach (var happened in page)
            {
                yield return happened;
            }

            page = page.Count < Size ? [] : await events.ReadAsync(user, page[^1].Id, Size, cancellationToken);
        }
    }
}
