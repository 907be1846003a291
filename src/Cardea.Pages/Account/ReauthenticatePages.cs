using Cardea.AspNetCore;
using Cardea.AspNetCore.Accounts;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Account;

/// <summary>Proving again who the user is, before what a borrowed browser must not do.</summary>
internal static class ReauthenticatePages
{
    private const string Path = "/account/confirm";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Path, static page => ShowAsync(page, page.Query("return"), isMailed: false, RefusedForm.Read(page, Path)?.Words(page) ?? Notice.Of(page)));
        pages.MapForm(Path, FormPlace.OfUser(Path), ProveAsync);
        pages.MapForm("/account/confirm/mail", FormPlace.OfUser(Path), MailAsync);
        pages.MapForm("/account/confirm/second-factor", FormPlace.OfUser(Path), SignInPages.ProveAsync);
        pages.MapForm("/account/confirm/passkey", FormPlace.OfUser(Path), UsePasskeyAsync);
    }

    private static async Task<IResult> ShowAsync(PageContext page, string? back, bool isMailed, Notice? notice)
    {
        var answer = await page.SendAsync(Operations.Me);
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var view = new ReauthenticateView(page, answer.Read(CardeaJsonContext.Default.MeResponse))
        {
            Return = Returning.Read(page, back),
            IsMailed = isMailed,
            Notice = notice,
        };
        return new PageResult(new Slices_Reauthenticate { Model = view }, view);
    }

    private static async Task<IResult> ProveAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.Reauthenticate, body: form.ToJson().Texts("password", "code").ToArray());
        return SignInSteps.GoOn(page, Trip.Of(form), answer, SignInSteps.Reauthenticate)
            ?? (form["code"] is null ? Refuse(page, form, answer) : null)
            ?? await ShowAsync(page, form["return"], isMailed: form["code"] is not null, Notice.Of(answer, page.Texts));
    }

    private static IResult? Refuse(PageContext page, PageForm form, ContractAnswer answer) =>
        answer.Code is "invalid_credentials" or "invalid_passkey" or "too_many_attempts" ? RefusedForm.GoBack(page, form, answer, Path) : null;

    private static async Task<IResult> MailAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.ReauthenticateCode);
        return await ShowAsync(page, form["return"], answer.IsSuccess, answer.IsSuccess ? null : Notice.Of(answer, page.Texts));
    }

    private static async Task<IResult> UsePasskeyAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.PasskeyReauthenticate, body: form.ToJson().Texts("token").Credential().ToArray());
        return SignInSteps.GoOn(page, Trip.Of(form), answer, SignInSteps.Reauthenticate)
            ?? Refuse(page, form, answer)
            ?? await ShowAsync(page, form["return"], isMailed: false, Notice.Of(answer, page.Texts));
    }
}

/// <summary>The page to prove again who the user is.</summary>
/// <param name="page">The request.</param>
/// <param name="me">The user.</param>
internal sealed class ReauthenticateView(PageContext page, MeResponse me) : PageView(page)
{
    public override string TitleKey => "confirm.title";

    public MeResponse Me => me;

    public string? Return { get; init; }

    /// <summary>True if a code has been mailed to a user without a password.</summary>
    public bool IsMailed { get; init; }

    public bool HasPasskeys => Page.Has(Operations.PasskeyReauthenticate);
}
