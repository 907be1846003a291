using Cardea.AspNetCore;
using Cardea.AspNetCore.Audit;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;

namespace Cardea.Pages.Account;

/// <summary>Reads the user's events, page by page, as far as <see cref="Replay"/> needs them.</summary>
internal static class RecentEvents
{
    // Somebody who guesses passwords writes many events. A page must not become slow by it.
    private const int MostPages = 10;

    /// <summary>The events, the newest first. Fewer, if the operation refuses: the page is useful without them.</summary>
    public static async Task<IReadOnlyList<EventResponse>> ReadAsync(PageContext page, DateTimeOffset now)
    {
        var events = new List<EventResponse>();
        var query = "";
        for (var count = 0; count < MostPages; count++)
        {
            var answer = await page.SendAsync(Operations.Events, query: query);
            if (!answer.IsSuccess)
            {
                break;
            }

            var read = answer.Read(CardeaJsonContext.Default.EventListResponse);
            events.AddRange(read.Events);
            if (read.Next is not { } next || !Replay.NeedsOlder(events, now))
            {
                break;
            }

            query = $"?before={Uri.EscapeDataString(next)}";
        }

        return events;
    }
}
