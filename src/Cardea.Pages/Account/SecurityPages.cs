using Cardea.AspNetCore;
using Cardea.AspNetCore.Factors;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Account;

/// <summary>Security: password, authenticator app, passkeys, recovery codes, and what happened to the account.</summary>
internal static class SecurityPages
{
    private const string Path = "/account/security";
    private const int MostEvents = 20;

    public static void Map(PageRoutes pages)
    {
        pages.MapReturn(Path, static page => ShowAsync(page, Notice.Of(page)));
        pages.MapForm("/account/security/password", FormPlace.OfUser(Path), ChangePasswordAsync);
        pages.MapForm("/account/security/app", FormPlace.OfUser(Path), OfferAppAsync);
        pages.MapForm("/account/security/app/confirm", FormPlace.OfUser(Path), ConfirmAppAsync);
        pages.MapForm("/account/security/app/remove", FormPlace.OfUser(Path), static (page, form) => SendAsync(page, Operations.AuthenticatorRemove, value: null, body: null, "app-removed"));
        pages.MapForm("/account/security/passkeys", FormPlace.OfUser(Path), AddPasskeyAsync);
        pages.MapForm("/account/security/passkeys/rename", FormPlace.OfUser(Path), static (page, form) => SendAsync(
            page, Operations.PasskeyRename, form["id"] ?? "-", form.ToJson().Text("name", form["name"] ?? "").ToArray(), done: null));
        pages.MapForm("/account/security/passkeys/remove", FormPlace.OfUser(Path), static (page, form) => SendAsync(page, Operations.PasskeyRemove, form["id"] ?? "-", body: null, "passkey-removed"));
        pages.MapForm("/account/security/codes", FormPlace.OfUser(Path), ReplaceCodesAsync);
        pages.MapForm("/account/security/providers/link", FormPlace.OfUser(Path), LinkAsync);
        pages.MapForm("/account/security/providers/unlink", FormPlace.OfUser(Path), static (page, form) => SendAsync(page, Operations.ProviderUnlink, form["provider"] ?? "-", body: null, "provider-unlinked"));
    }

    private static async Task<IResult> ShowAsync(PageContext page, Notice? notice)
    {
        var me = await page.SendAsync(Operations.Me);
        var app = await page.SendAsync(Operations.AuthenticatorState);
        var passkeys = await page.SendAsync(Operations.Passkeys);
        var codes = await page.SendAsync(Operations.RecoveryCodesLeft);
        var events = await page.SendAsync(Operations.Events);
        foreach (var answer in (ContractAnswer[])[me, app, passkeys, codes, events])
        {
            if (!answer.IsSuccess)
            {
                return await SignedOut.AnswerAsync(page, answer);
            }
        }

        var view = new SecurityView(page)
        {
            Me = me.Read(CardeaJsonContext.Default.MeResponse),
            HasAuthenticator = app.Read(CardeaJsonContext.Default.AuthenticatorStateResponse).Enabled,
            Passkeys = passkeys.Read(CardeaJsonContext.Default.PasskeyListResponse).Passkeys,
            RecoveryCodesLeft = codes.Read(CardeaJsonContext.Default.RecoveryCodesLeftResponse).Left,
            Providers = await page.ProvidersAsync(),
            Links = page.Has(Operations.ProviderLinks) ? (await page.SendAsync(Operations.ProviderLinks)).Read(PagesJson.Default.ProviderLinks).Links : [],
            Events = [.. events.Read(CardeaJsonContext.Default.EventListResponse).Events.Take(MostEvents)],
            Notice = notice,
        };
        return new PageResult(new Slices_Security { Model = view }, view);
    }

    private static async Task<IResult> ChangePasswordAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.ChangePassword, body: form.ToJson().Texts("currentPassword", "newPassword").ToArray());
        return await AfterAsync(page, answer, "password");
    }

    private static async Task<IResult> OfferAppAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.AuthenticatorOffer);
        return answer.IsSuccess
            ? ShowApp(page, answer.Read(CardeaJsonContext.Default.AuthenticatorResponse), notice: null)
            : await AfterAsync(page, answer, done: null);
    }

    private static async Task<IResult> ConfirmAppAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.AuthenticatorConfirm, body: form.ToJson().Texts("code").Flag("endOthers").ToArray());
        return answer.IsSuccess ? ShowCodes(page, answer.Read(CardeaJsonContext.Default.RecoveryCodesResponse).RecoveryCodes, "app-added")
            : AuthenticatorForms.MayTryAgain(answer) && AuthenticatorForms.ReadOffer(page, form, await EmailAsync(page), answer) is { } offer ? ShowApp(page, offer, Notice.Of(answer, page.Texts))
            : await AfterAsync(page, answer, done: null);
    }

    private static async Task<IResult> AddPasskeyAsync(PageContext page, PageForm form)
    {
        var body = form.ToJson().Texts("token", "name").Flag("endOthers").Credential().ToArray();
        var answer = await page.SendAsync(Operations.PasskeyAdd, body: body);
        return answer.IsSuccess
            ? ShowCodes(page, answer.Read(CardeaJsonContext.Default.PasskeyAddedResponse).RecoveryCodes, "passkey-added")
            : await AfterAsync(page, answer, done: null);
    }

    private static async Task<IResult> ReplaceCodesAsync(PageContext page, PageForm form)
    {
        var answer = await page.SendAsync(Operations.RecoveryCodesReplace, body: form.ToJson().ToArray());
        return answer.IsSuccess
            ? ShowCodes(page, answer.Read(CardeaJsonContext.Default.RecoveryCodesResponse).RecoveryCodes, "codes-replaced")
            : await AfterAsync(page, answer, done: null);
    }

    // Chromium applies form-action to redirects as well. So the answer is a page, which leads to the provider by itself.
    private static async Task<IResult> LinkAsync(PageContext page, PageForm form)
    {
        var body = form.ToJson().Text("returnUrl", $"{page.Address(Path)}?done=provider-linked").ToArray();
        var answer = await page.SendAsync(Operations.ProviderLink, [form["provider"] ?? "-"], body);
        if (!answer.IsSuccess)
        {
            return await AfterAsync(page, answer, done: null);
        }

        var view = new MessageView(page, "onward.title") { NextKey = "done.next", Onward = answer.Read(PagesJson.Default.ProviderStart).Url };
        return new PageResult(new Slices_Message { Model = view }, view);
    }

    private static async Task<IResult> SendAsync(PageContext page, Operation operation, string? value, byte[]? body, string? done) =>
        await AfterAsync(page, await page.SendAsync(operation, value is null ? null : [value], body), done);

    private static async Task<string> EmailAsync(PageContext page) =>
        await page.SendAsync(Operations.Me) is { IsSuccess: true } me ? me.Read(CardeaJsonContext.Default.MeResponse).Email : "";

    private static PageResult ShowApp(PageContext page, AuthenticatorResponse offer, Notice? notice)
    {
        var view = new AuthenticatorView(page) { Offer = offer, Action = "/account/security/app/confirm", Notice = notice };
        return new(new Slices_Authenticator { Model = view }, view);
    }

    private static IResult ShowCodes(PageContext page, IReadOnlyList<string> codes, string done) =>
        codes.Count > 0 ? SignInSteps.ShowCodes(page, codes, page.Link($"{Path}?done={done}")) : page.GoTo($"{Path}?done={done}");

    private static Task<IResult> AfterAsync(PageContext page, ContractAnswer answer, string? done) => Changes.AfterAsync(page, answer, Path, done, ShowAsync);
}
