using Cardea.AspNetCore;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Pages.Account;

/// <summary>Your devices: the live sessions, their names, and ending them.</summary>
internal static class DevicePages
{
    private const string Path = "/account/devices";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Path, static page => ShowAsync(page, Notice.Of(page)));
        pages.MapForm("/account/devices/rename", FormPlace.OfUser(Path), RenameAsync);
        pages.MapForm("/account/devices/end", FormPlace.OfUser(Path), EndAsync);
        pages.MapForm("/account/devices/end-others", FormPlace.OfUser(Path), EndOthersAsync);
    }

    private static async Task<IResult> ShowAsync(PageContext page, Notice? notice)
    {
        var answer = await page.SendAsync(Operations.Sessions);
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var sessions = answer.Read(CardeaJsonContext.Default.SessionListResponse).Sessions;
        var now = page.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var replays = Replay.Find(await RecentEvents.ReadAsync(page, now), sessions.FirstOrDefault(static session => session.Current), now);
        var view = new DevicesView(page, sessions, replays) { Notice = notice };
        return new PageResult(new Slices_Devices { Model = view }, view);
    }

    private static async Task<IResult> RenameAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.RenameSession, [form["id"] ?? "-"], form.ToJson().Text("device", form["device"] ?? "").ToArray()), done: null);

    private static async Task<IResult> EndAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.EndSession, [form["id"] ?? "-"]), "session-ended");

    private static async Task<IResult> EndOthersAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.LogoutOthers), "others-ended");

    // A session that is gone already is what the user wanted.
    private static async Task<IResult> AfterAsync(PageContext page, ContractAnswer answer, string? done) =>
        answer.Code == "session_not_found" ? Changes.Done(page, Path, done) : await Changes.AfterAsync(page, answer, Path, done, ShowAsync);
}
