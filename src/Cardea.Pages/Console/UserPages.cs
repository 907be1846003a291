using Cardea.AspNetCore;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Sessions;
using Cardea.Pages.Account;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Console;

/// <summary>One user: what is known, what can be changed, the sessions and the events.</summary>
internal static class UserPages
{
    private const string OnePage = "/console/users/{id}";
    private const int MostEvents = 20;

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(OnePage, static page => ShowAsync(page, page.Http.Request.RouteValues["id"] as string ?? "-", Notice.Of(page)));
        MapChange(pages, "lock", Operations.LockUser, "user-locked");
        MapChange(pages, "unlock", Operations.UnlockUser, "user-unlocked");
        MapChange(pages, "roles", Operations.ChangeRoles, "roles-changed", static form => form.ToJson().Words("roles").ToArray());
        MapChange(pages, "factors", Operations.RemoveFactors, "factors-removed");
        MapChange(pages, "links", Operations.RemoveLinks, "links-removed");
        MapChange(pages, "end-sessions", Operations.EndSessionsOfUser, "sessions-ended");
        pages.MapForm("/console/users/end-session", FormPlace.OfUser(OnePage), EndSessionAsync);
        pages.MapForm("/console/users/delete", FormPlace.OfUser(OnePage), DeleteAsync);
    }

    private static void MapChange(PageRoutes pages, string name, Operation operation, string done, Func<PageForm, byte[]>? body = null) =>
        pages.MapForm($"/console/users/{name}", FormPlace.OfUser(OnePage), async (page, form) =>
        {
            var id = IdIn(form);
            return await AfterAsync(page, await page.SendAsync(operation, [id], body?.Invoke(form)), id, done, form["roles"]);
        });

    private static async Task<IResult> ShowAsync(PageContext page, string id, Notice? notice, string? roles = null)
    {
        var user = await page.SendAsync(Operations.User, [id]);
        var sessions = await page.SendAsync(Operations.SessionsOfUser, [id]);
        var events = await page.SendAsync(Operations.AllEvents, query: ConsoleQuery.Of(("user", id)));
        foreach (var answer in (ContractAnswer[])[user, sessions, events])
        {
            if (!answer.IsSuccess)
            {
                return await SignedOut.AnswerAsync(page, answer);
            }
        }

        var view = new UserView(page)
        {
            User = user.Read(CardeaJsonContext.Default.UserResponse),
            Sessions = sessions.Read(CardeaJsonContext.Default.SessionListResponse).Sessions,
            Events = [.. events.Read(CardeaJsonContext.Default.EventListResponse).Events.Take(MostEvents)],
            Roles = roles,
            Notice = notice,
        };
        return new PageResult(new Slices_Console_User { Model = view }, view);
    }

    // A session that is gone already is what the administrator wanted.
    private static async Task<IResult> EndSessionAsync(PageContext page, PageForm form)
    {
        var id = IdIn(form);
        var answer = await page.SendAsync(Operations.EndSessionOfUser, [id, form["session"] ?? "-"]);
        return answer.Code == "session_not_found" ? Changes.Done(page, PathOf(id), "session-ended") : await AfterAsync(page, answer, id, "session-ended");
    }

    private static async Task<IResult> DeleteAsync(PageContext page, PageForm form)
    {
        var id = IdIn(form);
        var answer = await page.SendAsync(Operations.DeleteUser, [id]);
        return answer.IsSuccess ? Changes.Done(page, Section.Users.Path, "user-deleted") : await AfterAsync(page, answer, id, done: "");
    }

    private static Task<IResult> AfterAsync(PageContext page, ContractAnswer answer, string id, string done, string? roles = null) =>
        Changes.AfterAsync(page, answer, PathOf(id), done, (shown, notice) => ShowAsync(shown, id, notice, roles));

    private static string IdIn(PageForm form) => form["id"] ?? "-";

    private static string PathOf(string id) => $"/console/users/{Uri.EscapeDataString(id)}";
}

/// <summary>The page of a user.</summary>
/// <param name="page">The request.</param>
internal sealed class UserView(PageContext page) : ConsoleView(page, Rendering.Section.Users)
{
    public override string Title => User.Email;

    public required UserResponse User { get; init; }

    public required IReadOnlyList<SessionResponse> Sessions { get; init; }

    /// <summary>The roles that were typed, after a fault; null for those of the user.</summary>
    public string? Roles { get; init; }

    /// <summary>The newest events.</summary>
    public required IReadOnlyList<EventResponse> Events { get; init; }

    /// <summary>The page with all events of the user.</summary>
    public string AllEvents => Link(Rendering.Section.Events.Path) + ConsoleQuery.Of(("user", User.Id));

    /// <summary>The second factors in words.</summary>
    public string Factors => User.SecondFactors.Count == 0 ? this["console.none"] : string.Join(", ", User.SecondFactors.Select(factor => Texts.Find($"console.factor.{factor}") ?? factor));
}
