using Cardea.Accounts;
using Cardea.AspNetCore;
using Cardea.AspNetCore.Audit;
using Cardea.Pages.Account;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Console;

/// <summary>The events of all users, the newest first.</summary>
internal static class EventPages
{
    // More pages than addresses have in common with a whole one. The id of a user works beyond that.
    private const int MostPages = 50;

    public static void Map(PageRoutes pages) => pages.MapPage(Section.Events.Path, ShowAsync);

    private static async Task<IResult> ShowAsync(PageContext page)
    {
        var filter = new EventFilter(page.Query("user"), page.Query("event") is { } kind && EventKinds.Find(kind) is not null ? kind : null);
        var (user, refusal) = await FindAsync(page, filter.User);
        if (refusal is not null)
        {
            return await SignedOut.AnswerAsync(page, refusal);
        }

        if (filter.User is not null && user is null)
        {
            var nobody = new EventsView(page, new([], Next: null), filter) { Notice = new(page.Texts["console.no-user"]) };
            return new PageResult(new Slices_Console_Events { Model = nobody }, nobody);
        }

        var before = page.Query("before");
        var answer = await page.SendAsync(Operations.AllEvents, query: ConsoleQuery.Of(("user", user), ("event", filter.Kind), ("before", before)));
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var view = new EventsView(page, answer.Read(CardeaJsonContext.Default.EventListResponse), filter) { IsFirst = before is null, Notice = Notice.Of(page) };
        return new PageResult(new Slices_Console_Events { Model = view }, view);
    }

    // An administrator knows users by their address. A deleted user has only an id.
    private static async Task<(string? User, ContractAnswer? Refusal)> FindAsync(PageContext page, string? user)
    {
        if (user is null || !user.Contains('@', StringComparison.Ordinal))
        {
            return (user, null);
        }

        // The search finds every address that has this one in it, and the exact one may be on any page.
        var address = EmailAddress.NormalizePart(user);
        string? after = null;
        for (var count = 0; count < MostPages; count++)
        {
            var answer = await page.SendAsync(Operations.Users, query: ConsoleQuery.Of(("search", user), ("after", after)));
            if (!answer.IsSuccess)
            {
                return (null, answer);
            }

            var list = answer.Read(CardeaJsonContext.Default.UserListResponse);
            after = list.Next;
            if (list.Users.FirstOrDefault(found => found.Email == address) is { } exact)
            {
                return (exact.Id, null);
            }

            if (after is null)
            {
                break;
            }
        }

        return (null, null);
    }
}

/// <summary>Which events are shown.</summary>
/// <param name="User">The id or the address of a user; null for all.</param>
/// <param name="Kind">The kind; null for all.</param>
internal sealed record EventFilter(string? User, string? Kind);

/// <summary>A page of events.</summary>
/// <param name="page">The request.</param>
/// <param name="list">The events.</param>
/// <param name="filter">Which events they are.</param>
internal sealed class EventsView(PageContext page, EventListResponse list, EventFilter filter) : ConsoleView(page, Rendering.Section.Events)
{
    public IReadOnlyList<EventResponse> Events => list.Events;

    public EventFilter Filter => filter;

    /// <summary>All kinds of events, sorted by their words.</summary>
    public IEnumerable<(string Kind, string Name)> Kinds => EventKinds.Names.Select(kind => (Kind: kind, Name: NameOf(kind))).OrderBy(static kind => kind.Name, StringComparer.CurrentCulture);

    /// <summary>True for the first page.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>The first page; null on it.</summary>
    public string? First => IsFirst ? null : LinkWith(("user", filter.User), ("event", filter.Kind));

    /// <summary>The next page; null on the last.</summary>
    public string? Next => list.Next is { } next ? LinkWith(("user", filter.User), ("event", filter.Kind), ("before", next)) : null;
}
