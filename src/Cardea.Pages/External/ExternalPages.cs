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
        pages.MapReturn(Path, ShowAsync);
        pages.MapForm("/account/external/begin", FormPlace.OfAnybody("/account/sign-in"), BeginAsync);
        pages.MapForm(Path, FormPlace.OfAnybody(Path), CompleteAsync);
        pages.MapForm("/account/external/confirm", FormPlace.OfUser(Path), ConfirmAsync);
    }

    // A button of the sign-in begins it, so that the box "Stay signed in" counts for this way too. Chromium applies form-action to
    // redirects as well. So the answer is a page, which leads on by itself. The provider's answer comes to this service's own page: the
    // address that the user goes to in the end did not begin the sign-in, so it learns of no refusal. That address is in the query, because
    // each tab has its own, and in the cookie, for ways back that lost the query.
    private static Task<IResult> BeginAsync(PageContext page, PageForm form)
    {
        var trip = Trip.Of(form);
        TripCookie.OfProvider.Write(page, trip);
        var own = Returning.Carry(page.Address(Path), Returning.Read(page, trip.Return));
        var start = $"/auth/external/{Uri.EscapeDataString(form["provider"] ?? "-")}{SignInSteps.Cookies(trip)}";
        var view = new MessageView(page, "onward.title") { NextKey = "done.next", Onward = page.Link($"{start}&returnUrl={Uri.EscapeDataString(own)}") };
        return Task.FromResult<IResult>(new PageResult(new Slices_Message { Model = view }, view));
    }

    private static async Task<IResult> ShowAsync(PageContext page)
    {
        var kept = TripCookie.OfProvider.Read(page);
        var trip = kept with { Return = page.Query("return") ?? kept.Return };

        // What an earlier sign-in left undone does not answer for a later one that was refused.
        if (page.Has(Operations.ProviderOutcome)
            && await page.SendAsync(Operations.ProviderOutcome) is { Status: not StatusCodes.Status404NotFound } answer
            && (page.Query("error") is not { } code || code == answer.Code || code == ShownUser.Another))
        {
            return SignInSteps.GoOn(page, trip, answer) ?? await ShowAsync(page, answer, trip, notice: page.Query("error") == ShownUser.Another ? Notice.Of(page) : null);
        }

        TripCookie.OfProvider.Delete(page);
        return page.Query("error") is { } error
            ? page.GoTo(Returning.Carry($"/account/sign-in?error={Uri.EscapeDataString(error)}", trip.Return))
            : await GoOnAsync(page, trip);
    }

    // Nothing waits, so the sign-in is finished, or there was none.
    private static async Task<IResult> GoOnAsync(PageContext page, Trip trip) =>
        await page.SendAsync(Operations.Me) switch
        {
            { IsSuccess: true } => Returning.GoOn(page, trip.Return),
            { Status: StatusCodes.Status401Unauthorized } => page.GoTo(Returning.Carry("/account/sign-in", trip.Return)),
            var answer => ErrorPage.Of(page, answer),
        };

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
        if (!answer.IsSuccess)
        {
            return await Account.SignedOut.AnswerAsync(page, answer);
        }

        // The user may have wanted to go elsewhere, and had to link the provider on the way.
        TripCookie.OfProvider.Delete(page);
        return Returning.Read(page, form["return"]) is { } back ? Returning.GoOn(page, back) : page.GoTo("/account/security?done=provider-linked");
    }

    private static ProviderNeed NeedOf(PageForm form) => new()
    {
        Code = form["need"] is ExternalView.Proof ? ExternalView.Proof : ExternalView.Email,
        ExternalToken = form["externalToken"],
        Account = form["account"],
        Methods = form["methods"]?.Split(' '),
    };
}
