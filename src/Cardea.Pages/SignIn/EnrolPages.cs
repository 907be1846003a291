using Cardea.AspNetCore;
using Cardea.AspNetCore.Factors;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.SignIn;

/// <summary>Adding the first second factor while signing in.</summary>
internal static class EnrolPages
{
    public static void Map(PageRoutes pages)
    {
        pages.MapForm("/account/enrol/mail", FormPlace.OfAnybody(SignInPages.Path), MailAsync);
        pages.MapForm("/account/enrol/app", FormPlace.OfAnybody(SignInPages.Path), OfferAppAsync);
        pages.MapForm("/account/enrol/app/confirm", FormPlace.OfAnybody(SignInPages.Path), ConfirmAppAsync);
        pages.MapForm("/account/enrol/passkey", FormPlace.OfAnybody(SignInPages.Path), AddPasskeyAsync);
    }

    public static PageResult Show(EnrolView view) => new(new Slices_Enrol { Model = view }, view);

    private static async Task<IResult> MailAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.EnrolmentCode, body: form.ToJson().Texts("enrolToken").ToArray());
        return answer.IsSuccess ? Show(Of(page, form, isMailed: true)) : Refuse(page, form, answer);
    }

    private static async Task<IResult> OfferAppAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.AuthenticatorOffer, body: form.ToJson().Texts("enrolToken", "mailCode").ToArray());
        return answer.IsSuccess
            ? ShowApp(page, form, answer.Read(CardeaJsonContext.Default.AuthenticatorResponse), account: null, notice: null)
            : Refuse(page, form, answer);
    }

    private static async Task<IResult> ConfirmAppAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(
            Operations.AuthenticatorConfirm, body: form.ToJson().Texts("enrolToken", "code").ToArray(), query: SignInSteps.Cookies(form));
        return SignInSteps.GoOn(page, Trip.Of(form), answer)
            ?? (AuthenticatorForms.MayTryAgain(answer) && AuthenticatorForms.ReadOffer(page, form, form["account"] ?? "", answer) is { } offer
                ? ShowApp(page, form, offer, form["account"], Notice.Of(answer, page.Texts))
                : Refuse(page, form, answer));
    }

    private static async Task<IResult> AddPasskeyAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(
            Operations.PasskeyAdd, body: form.ToJson().Texts("enrolToken", "token").Credential().ToArray(), query: SignInSteps.Cookies(form));
        return SignInSteps.GoOn(page, Trip.Of(form), answer) ?? Refuse(page, form, answer);
    }

    private static PageResult ShowApp(PageContext page, PageForm form, AuthenticatorResponse offer, string? account, Notice? notice)
    {
        var view = new AuthenticatorView(page)
        {
            Offer = offer,
            Action = "/account/enrol/app/confirm",
            Enrol = Of(page, form, isMailed: true),
            Account = account ?? AuthenticatorForms.AccountOf(offer),
            Notice = notice,
        };
        return new(new Slices_Authenticator { Model = view }, view);
    }

    private static IResult Refuse(PageContext page, PageForm form, ContractAnswer answer) =>
        answer.Code == "invalid_enrol_token" ? ErrorPage.Of(page, answer) : Show(Of(page, form, isMailed: true, Notice.Of(answer, page.Texts)));

    private static EnrolView Of(PageContext page, PageForm form, bool isMailed, Notice? notice = null) => new(page)
    {
        Token = form["enrolToken"] ?? "",
        Methods = form["methods"]?.Split(' ') ?? [],
        MailCodeRequired = form.IsChecked("mailCodeRequired"),
        IsMailed = isMailed,
        Trip = Trip.Of(form),
        Notice = notice,
    };
}
