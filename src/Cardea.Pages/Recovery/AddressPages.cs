using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Recovery;

/// <summary>What mailed codes do with addresses: confirm one, move the account to another, take that back, or refuse the account.</summary>
internal static class AddressPages
{
    private const string Verify = "/account/verify-email";
    private const string VerifyTitle = "verify.title";
    private const string Change = "/account/change-email";
    private const string ChangeTitle = "change-email.title";

    public static void Map(PageRoutes pages)
    {
        pages.MapPage(Verify, ShowVerifyAsync);
        pages.MapForm(Verify, FormPlace.OfUserIfAny(Verify), VerifyAsync);
        pages.MapForm("/account/disown", FormPlace.OfAnybody(Verify), DisownAsync);
        pages.MapPage(Change, ShowChangeAsync);
        pages.MapForm(Change, FormPlace.OfUserIfAny(Change), ChangeAsync);
        pages.MapPage("/account/undo-email", static page => Task.FromResult<IResult>(ShowUndo(page, token: null, notice: null)));
        pages.MapForm("/account/undo-email", FormPlace.OfAnybody("/account/undo-email"), UndoAsync);
    }

    private static async Task<IResult> ShowVerifyAsync(PageContext page) =>
        ShowVerify(new(page, VerifyTitle) { Action = Verify, SignedInAs = await Proofs.SignedInAsync(page), Notice = Notice.Of(page) });

    private static PageResult ShowVerify(CodeView view) => new(new Slices_VerifyEmail { Model = view }, view);

    private static async Task<IResult> RefuseAsync(PageContext page, PageForm form, ContractAnswer answer) =>
        ShowVerify(await Proofs.AfterAsync(page, form, answer, VerifyTitle, Verify));

    private static async Task<IResult> VerifyAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.VerifyEmail, body: Proofs.Of(form, "code", "password", "newPassword").ToArray());
        return answer.IsSuccess
            ? Done(page, form["newPassword"] is null ? "verify.done" : "verify.taken-over", form["newPassword"] is null ? "/" : "/account/sign-in")
            : await RefuseAsync(page, form, answer);
    }

    private static async Task<IResult> DisownAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.DisownEmail, body: form.ToJson().MailedCode().ToArray());
        return answer.IsSuccess ? Done(page, "disown.done", "/") : await RefuseAsync(page, form, answer);
    }

    private static async Task<IResult> ShowChangeAsync(PageContext page) =>
        ShowChange(new(page, ChangeTitle) { Action = Change, MayTakeOver = false, SignedInAs = await Proofs.SignedInAsync(page), Notice = Notice.Of(page) });

    private static PageResult ShowChange(CodeView view) => new(new Slices_ConfirmEmail { Model = view }, view);

    private static async Task<IResult> ChangeAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.VerifyEmail, body: Proofs.Of(form, "password").ToArray());
        return answer.IsSuccess ? Done(page, "change-email.done", "/") : ShowChange(await Proofs.AfterAsync(page, form, answer, ChangeTitle, Change));
    }

    private static PageResult ShowUndo(PageContext page, string? token, Notice? notice)
    {
        var view = new CodeView(page, "undo.title") { Token = token, Notice = notice };
        return new(new Slices_UndoEmail { Model = view }, view);
    }

    private static async Task<IResult> UndoAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.UndoEmail, body: form.ToJson().MailedCode().ToArray());
        return answer.IsSuccess ? Done(page, "undo.done", "/account/forgot-password") : ShowUndo(page, form["token"], Notice.Of(answer, page.Texts));
    }

    private static PageResult Done(PageContext page, string text, string next)
    {
        var view = new MessageView(page, "done.title") { TextKey = text, NextKey = "done.next", Next = next };
        return new(new Slices_Message { Model = view }, view);
    }
}
