using Cardea.AspNetCore;
using Cardea.AspNetCore.Administration;
using Cardea.Pages.Account;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Pages.Console;

/// <summary>The keys that make tokens, and their life.</summary>
internal static class KeyPages
{
    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Section.Keys.Path, static page => ShowAsync(page, Notice.Of(page)));
        pages.MapForm("/console/keys/rotate", FormPlace.OfUser(Section.Keys.Path), RotateAsync);
        pages.MapForm("/console/keys/retire", FormPlace.OfUser(Section.Keys.Path), RetireAsync);
    }

    private static async Task<IResult> ShowAsync(PageContext page, Notice? notice)
    {
        var answer = await page.SendAsync(Operations.Keys);
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var view = new KeysView(page, answer.Read(CardeaJsonContext.Default.KeyListResponse).Keys) { Notice = notice };
        return new PageResult(new Slices_Console_Keys { Model = view }, view);
    }

    private static async Task<IResult> RotateAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.RotateKeys), "keys-rotated");

    private static async Task<IResult> RetireAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.RetireKey, [form["id"] ?? "-"]), "key-retired");

    private static Task<IResult> AfterAsync(PageContext page, ContractAnswer answer, string done) =>
        Changes.AfterAsync(page, answer, Section.Keys.Path, done, ShowAsync);
}

/// <summary>The page with the keys.</summary>
/// <param name="page">The request.</param>
/// <param name="keys">The keys, the oldest first.</param>
internal sealed class KeysView(PageContext page, IReadOnlyList<KeyResponse> keys) : ConsoleView(page, Rendering.Section.Keys)
{
    private readonly DateTimeOffset _now = page.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The keys of each kind, the newest first.</summary>
    public IEnumerable<IGrouping<string, KeyResponse>> Kinds =>
        keys.Reverse().GroupBy(static key => key.Makes).OrderBy(static kind => kind.Key, StringComparer.Ordinal);

    /// <summary>What a key does now: it waits, makes tokens, only checks them, or is over.</summary>
    public string StateOf(KeyResponse key) =>
        key.ExpiresAt <= _now ? "over"
        : key.ActiveFrom > _now ? "waits"
        : keys.Any(other => other.Makes == key.Makes && other.ActiveFrom > key.ActiveFrom && other.ActiveFrom <= _now && !(other.ExpiresAt <= _now)) ? "checks"
        : "makes";
}
