using Cardea.AspNetCore;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Recovery;

/// <summary>Signing in by a mailed link. The link works in the browser that asked for it, which keeps a secret in a cookie.</summary>
internal static class LinkPages
{
    private const string Path = "/account/link";
    private const string Prove = "/account/link/prove";
    private const string No = "no";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Path, static page => Task.FromResult(Show(page, Begin(page), email: null, notice: null)));
        pages.MapForm("/account/link/begin", FormPlace.OfAnybody(Path), BeginAsync);
        pages.MapForm(Path, FormPlace.OfAnybody(Path), AskAsync);
        pages.MapForm("/account/link/open", FormPlace.OfAnybody(Path), OpenAsync);
        pages.MapForm(Prove, FormPlace.OfAnybody(Path), ProveAsync);
    }

    // The sign-in leads here, and its box may be unchecked. Or the user comes by another way.
    private static Trip Begin(PageContext page)
    {
        var trip = Trip.Begin(page.Query("return"));
        return page.Query("stay") == No ? trip with { Stay = null } : trip;
    }

    private static string PathOf(Trip trip) => Returning.Carry(trip.Stay is null ? $"{Path}?stay={No}" : Path, trip.Return);

    private static Task<IResult> BeginAsync(PageContext page, PageForm form) => Task.FromResult(page.GoTo(PathOf(Trip.Of(form))));

    private static IResult Show(PageContext page, Trip trip, string? email, Notice? notice)
    {
        if (!page.Has(Operations.AskForLink))
        {
            return page.GoTo(Returning.Carry("/account/sign-in", trip.Return));
        }

        var view = new ForgotView(page, "link.title", Path)
        {
            TextKey = "link.text",
            Email = email,
            Return = Returning.Read(page, trip.Return),
            Stays = trip.Stay is not null,
            Notice = notice,
        };
        var open = new CodeView(page, "link.title") { IsOfThisBrowser = LinkCookie.Read(page).Secret is not null };
        return new PageResult(new Slices_Link { Model = (view, open) }, view);
    }

    private static async Task<IResult> AskAsync(PageContext page, PageForm form)
    {
        var trip = Trip.Of(form);
        var answer = await page.SendAsync(Operations.AskForLink, body: form.ToJson().Texts("email").ToArray());
        if (!answer.IsSuccess)
        {
            return Show(page, trip, form["email"], Notice.Of(answer, page.Texts));
        }

        LinkCookie.Write(page, answer.Read(CardeaJsonContext.Default.LinkResponse).BrowserToken, trip);
        return ShowSent(page, trip, notice: null);
    }

    // These forms have no field for what the sign-in carries: the page's own address has it from here.
    private static (string? Secret, Trip Trip) ReadCookie(PageContext page)
    {
        var kept = LinkCookie.Read(page);
        page.Return = kept.Trip.Return;
        return kept;
    }

    private static PageResult ShowSent(PageContext page, Trip trip, Notice? notice)
    {
        var view = new CodeView(page, "sent.title") { Again = page.Link(PathOf(trip)), Notice = notice };
        return new(new Slices_LinkSent { Model = view }, view);
    }

    private static async Task<IResult> OpenAsync(PageContext page, PageForm form)
    {
        var (secret, trip) = ReadCookie(page);
        var body = form.ToJson().MailedCode().Text("browserToken", secret).ToArray();
        var answer = await page.SendAsync(Operations.OpenLink, body: body, query: SignInSteps.Cookies(trip));
        if (SignInSteps.GoOn(page, trip, answer) is { } next)
        {
            LinkCookie.Delete(page);
            return next;
        }

        return answer.Code == Proofs.Required ? await ShowProofsAsync(page, form, answer) : ShowSent(page, trip, Notice.Of(answer, page.Texts));
    }

    // Nobody has confirmed the address, so the account may be somebody else's.
    private static async Task<IResult> ShowProofsAsync(PageContext page, PageForm form, ContractAnswer answer)
    {
        var view = await Proofs.AfterAsync(page, form, answer, "verify.title", Prove);
        return new PageResult(new Slices_LinkProof { Model = view }, view);
    }

    private static async Task<IResult> ProveAsync(PageContext page, PageForm form)
    {
        var (secret, trip) = ReadCookie(page);
        var body = Proofs.Of(form, "password", "newPassword").Text("browserToken", secret).ToArray();
        var answer = await page.SendAsync(Operations.VerifyEmail, body: body);
        if (!answer.IsSuccess)
        {
            return await ShowProofsAsync(page, form, answer);
        }

        LinkCookie.Delete(page);
        var view = new MessageView(page, "done.title")
        {
            TextKey = form["newPassword"] is null ? "link.proved" : "verify.taken-over",
            NextKey = "sign-in.title",
            Next = Returning.Carry("/account/sign-in", trip.Return),
        };
        return new PageResult(new Slices_Message { Model = view }, view);
    }
}
