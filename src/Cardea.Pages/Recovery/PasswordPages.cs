using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Recovery;

/// <summary>Asking for a new password, and setting it with the mailed code.</summary>
internal static class PasswordPages
{
    private const string Forgot = "/account/forgot-password";
    private const string ResetTitle = "reset.title";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Forgot, static page => Task.FromResult<IResult>(ShowForgot(page, page.Query("return"), email: null, notice: null)));
        pages.MapForm(Forgot, FormPlace.OfAnybody(Forgot), AskAsync);
        pages.MapPage("/account/reset-password", static page => Task.FromResult<IResult>(ShowReset(page, token: null, notice: null)));
        pages.MapForm("/account/reset-password", FormPlace.OfAnybody("/account/reset-password"), ResetAsync);
    }

    private static PageResult ShowForgot(PageContext page, string? back, string? email, Notice? notice)
    {
        var view = new ForgotView(page, "forgot.title", Forgot) { TextKey = "forgot.text", Email = email, Return = Returning.Read(page, back), Notice = notice };
        return new(new Slices_Forgot { Model = view }, view);
    }

    private static async Task<IResult> AskAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.ForgotPassword, body: form.ToJson().Texts("email").ToArray());
        if (!answer.IsSuccess)
        {
            return ShowForgot(page, form["return"], form["email"], Notice.Of(answer, page.Texts));
        }

        // The link of the mail opens a new page, which knows nothing of this one.
        var trip = Trip.Of(form);
        TripCookie.OfReset.Write(page, trip);
        var view = new MessageView(page, "sent.title") { TextKey = "forgot.sent", NextKey = "sign-in.back", Next = Returning.Carry("/account/sign-in", trip.Return) };
        return new PageResult(new Slices_Message { Model = view }, view);
    }

    private static PageResult ShowReset(PageContext page, string? token, Notice? notice)
    {
        var view = new CodeView(page, ResetTitle) { Token = token, Notice = notice };
        return new(new Slices_ResetPassword { Model = view }, view);
    }

    private static async Task<IResult> ResetAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.ResetPassword, body: form.ToJson().MailedCode().Texts("newPassword").ToArray());
        if (!answer.IsSuccess)
        {
            return ShowReset(page, form["token"], Notice.Of(answer, page.Texts));
        }

        var back = TripCookie.OfReset.Read(page).Return;
        TripCookie.OfReset.Delete(page);
        return page.GoTo(Returning.Carry("/account/sign-in?done=reset", back));
    }
}
