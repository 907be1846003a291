using Cardea.AspNetCore;
using Cardea.AspNetCore.Cookies;
using Cardea.Cookies;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Cardea.Pages.Texts;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Account;

/// <summary>The account itself: its address, the language of the pages, all that is kept of the user, and the end.</summary>
internal static class AccountPages
{
    private const string Path = "/account";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Path, static page => ShowAsync(page, Notice.Of(page)));
        pages.MapForm("/account/email", FormPlace.OfUser(Path), ChangeEmailAsync);
        pages.MapForm("/account/verification", FormPlace.OfUser(Path), AskForVerificationAsync);
        pages.MapForm("/account/export", FormPlace.OfUser(Path), ExportAsync);
        pages.MapForm("/account/delete", FormPlace.OfUser(Path), DeleteAsync);
        pages.MapForm("/account/language", FormPlace.OfAnybody(Path), ChooseLanguageAsync);
    }

    private static async Task<IResult> ShowAsync(PageContext page, Notice? notice)
    {
        var answer = await page.SendAsync(Operations.Me);
        if (!answer.IsSuccess)
        {
            return await SignedOut.AnswerAsync(page, answer);
        }

        var view = new AccountView(page, answer.Read(CardeaJsonContext.Default.MeResponse)) { Notice = notice };
        return new PageResult(new Slices_Account { Model = view }, view);
    }

    private static async Task<IResult> ChangeEmailAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.ChangeEmail, body: form.ToJson().Texts("newEmail", "password").ToArray()), "email-asked");

    private static async Task<IResult> AskForVerificationAsync(PageContext page, PageForm form) =>
        await AfterAsync(page, await page.SendAsync(Operations.AskForVerification), "verification-asked");

    private static async Task<IResult> ExportAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.Data);
        return answer.IsSuccess
            ? Results.File(answer.Body.ToArray(), "application/json", "my-data.json")
            : await SignedOut.AnswerAsync(page, answer);
    }

    private static async Task<IResult> DeleteAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.DeleteMe, body: form.ToJson().Texts("password").ToArray());
        if (!answer.IsSuccess)
        {
            return await AfterAsync(page, answer, done: "");
        }

        var view = new MessageView(page, "delete.done-title") { TextKey = "delete.done", NextKey = "done.next", Next = "/" };
        return new PageResult(new Slices_Message { Model = view }, view);
    }

    private static Task<IResult> ChooseLanguageAsync(PageContext page, PageForm form)
    {
        if (form["language"] is { } language && TextCatalog.Languages.Contains(language))
        {
            page.Http.Response.Cookies.Append(TextCatalog.Cookie, language, new()
            {
                HttpOnly = true,
                Secure = page.Http.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
        }

        return Task.FromResult<IResult>(SeeOther.To(ReturnAddress.Find(form["back"], page.Options) ?? page.Link("/")));
    }

    private static Task<IResult> AfterAsync(PageContext page, ContractAnswer answer, string? done) => Changes.AfterAsync(page, answer, Path, done, ShowAsync);
}
