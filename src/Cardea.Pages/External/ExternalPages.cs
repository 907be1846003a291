using Cardea.AspNetCore;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.External;

/// <summary>Where a browser comes back from a provider with a sign-in that is not finished.</summary>
internal static class ExternalPages
{
    private const string Path = "/account/external";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Path, ShowAsync);
        pages.MapForm("/account/external/begin", FormPlace.OfAnybody("/account/sign-in"), BeginAsync);
        pages.MapForm(Path, FormPlace.OfAnybody(Path), CompleteAsync);
        pages.MapForm("/account/external/confirm", FormPlace.OfUser(Path), ConfirmAsync);
    }

    // A button of the sign-in begins it, so that the box "Stay signed in" counts for this way too. Chromium applies form-action to
    // redirects as well. So the answer is a page, which leads on by itself.
    private static Task<IResult> BeginAsync(PageContext page, PageForm form)
    {
        var trip = Trip.Of(form);
        TripCookie.Write(page, trip);
        var start = $"/auth/external/{Uri.EscapeDataString(form["provider"] ?? "-")}{SignInSteps.Cookies(trip)}";
        var view = new MessageView(page, "onward.title") { NextKey = "done.next", Onward = page.Link($"{start}&returnUrl={Uri.EscapeDataString(Returning.Next(page, trip.Return))}") };
        return Task.FromResult<IResult>(new PageResult(new Slices_Message { Model = view }, view));
    }

    private static async Task<IResult> ShowAsync(PageContext page)
    {
        // Nothing waits: the sign-in is finished or refused, and the address may say why.
        if (!page.Has(Operations.ProviderOutcome) || await page.SendAsync(Operations.ProviderOutcome) is not { Status: not StatusCodes.Status404NotFound } answer)
        {
            return page.GoTo(page.Query("error") is { } error ? $"/account/sign-in?error={Uri.EscapeDataString(error)}" : "/");
        }

        var kept = TripCookie.Read(page);
        var trip = kept with { Return = page.Query("return") ?? kept.Return };
        return SignInSteps.GoOn(page, trip, answer) ?? await ShowAsync(page, answer, trip, notice: page.Query("error") == ShownUser.Another ? Notice.Of(page) : null);
    }

    private static async Task<IResult> ShowAsync(PageContext page, ContractAnswer answer, Trip trip, bool isMailed = false, Notice? notice = null) =>
        answer.Code is ExternalView.Linking or ExternalView.Email or ExternalView.Proof
            ? await ShowAsync(page, answer.Read(PagesJson.Default.ProviderNeed), trip, isMailed, notice)
            : ErrorPage.Of(page, answer);

    private static async Task<IResult> ShowAsync(PageContext page, ProviderNeed need, Trip trip, bool isMailed, Notice? notice)
    {
        var me = await page.SendAsync(Operations.Me);
        var view = new ExternalView(page, need)
        {
            IsMailed = isMailed,
            Trip = trip with { Return = Returning.Read(page, trip.Return) },
            SignedInAs = me.IsSuccess ? me.Read(CardeaJsonContext.Default.MeResponse).Email : null,
            Notice = notice,
        };
        return new PageResult(new Slices_External { Model = view }, view);
    }

    private static async Task<IResult> CompleteAsync(PageContext page, PageForm form)
    {
        var body = form.ToJson().Texts("externalToken", "email", "code", "password");
        var answer = await page.SendAsync(Operations.ProviderComplete, body: (form.IsChecked("takeOver") ? body.Flag("takeOver") : body).ToArray());
        if (answer.Status == StatusCodes.Status202Accepted)
        {
            return await ShowAsync(page, NeedOf(form), Trip.Of(form), isMailed: true, notice: null);
        }

        return SignInSteps.GoOn(page, Trip.Of(form), answer)
            ?? (answer.Code is ExternalView.Linking or ExternalView.Email or ExternalView.Proof
                ? await ShowAsync(page, answer, Trip.Of(form))
                : await ShowAsync(page, NeedOf(form), Trip.Of(form), isMailed: form["code"] is not null, Notice.Of(answer, page.Texts)));
    }

    private static async Task<IResult> ConfirmAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.ProviderConfirm, body: form.ToJson().Texts("linkToken").ToArray());
        return answer.IsSuccess ? page.GoTo("/account/security?done=provider-linked") : await Account.SignedOut.AnswerAsync(page, answer);
    }

    private static ProviderNeed NeedOf(PageForm form) => new()
    {
        Code = form["need"] is ExternalView.Proof ? ExternalView.Proof : ExternalView.Email,
        ExternalToken = form["externalToken"],
        Account = form["account"],
        Methods = form["methods"]?.Split(' '),
    };
}
