using Cardea.AspNetCore;
using Cardea.AspNetCore.Administration;
using Cardea.Pages.Account;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Console;

/// <summary>Inviting people, and the invitations that wait.</summary>
internal static class InvitationPages
{
    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Section.Invitations.Path, static page => ShowAsync(page, email: null, Notice.Of(page)));
        pages.MapForm("/console/invitations/invite", FormPlace.OfUser(Section.Invitations.Path), InviteAsync);
        pages.MapForm("/console/invitations/remove", FormPlace.OfUser(Section.Invitations.Path), RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(PageContext page, string? email, Notice? notice)
    {
        var after = page.Query("after");
        var answer = await page.SendAsync(Operations.Invitations, query: ConsoleQuery.Of(("after", after)));
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var view = new InvitationsView(page, answer.Read(CardeaJsonContext.Default.InvitationListResponse)) { Email = email, IsFirst = after is null, Notice = notice };
        return new PageResult(new Slices_Console_Invitations { Model = view }, view);
    }

    private static async Task<IResult> InviteAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.Invite, body: form.ToJson().Texts("email").ToArray()), form["email"], "invited");

    // An invitation that is gone already is what the administrator wanted.
    private static async Task<IResult> RemoveAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.RemoveInvitation, [form["id"] ?? "-"]);
        return answer.Code == "invitation_not_found" ? Changes.Done(page, Section.Invitations.Path, "invitation-removed") : await AfterAsync(page, answer, email: null, "invitation-removed");
    }

    private static Task<IResult> AfterAsync(PageContext page, ContractAnswer answer, string? email, string done) =>
        Changes.AfterAsync(page, answer, Section.Invitations.Path, done, (shown, notice) => ShowAsync(shown, email, notice));
}

/// <summary>The page with the invitations.</summary>
/// <param name="page">The request.</param>
/// <param name="list">The invitations that wait.</param>
internal sealed class InvitationsView(PageContext page, InvitationListResponse list) : ConsoleView(page, Rendering.Section.Invitations)
{
    public IReadOnlyList<InvitationResponse> Invitations => list.Invitations;

    /// <summary>The address that was typed, after a fault.</summary>
    public string? Email { get; init; }

    /// <summary>True for the first page.</summary>
    public bool IsFirst { get; init; }

    /// <summary>The first page; null on it.</summary>
    public string? First => IsFirst ? null : LinkWith();

    /// <summary>The next page; null on the last.</summary>
    public string? Next => list.Next is { } next ? LinkWith(("after", next)) : null;
}
