using Cardea.AspNetCore.Audit;
using RazorSlices;

namespace Cardea.Pages.Console;

/// <summary>A table of events.</summary>
internal sealed class EventTable : IRazorSliceProxy<EventTableView>
{
    static RazorSlice<EventTableView> IRazorSliceProxy<EventTableView>.CreateSlice(EventTableView model) => new Slices_Console_EventTable { Model = model };
}

/// <summary>What it shows.</summary>
/// <param name="Page">The page of the console.</param>
/// <param name="Events">The events.</param>
/// <param name="HasUsers">True if they are of several users.</param>
internal sealed record EventTableView(ConsoleView Page, IReadOnlyList<EventResponse> Events, bool HasUsers)
{
    /// <summary>The end of an id, which differs between users who came at the same time.</summary>
    public static string Short(string id) => id.Length > 12 ? $"…{id[^12..]}" : id;
}
