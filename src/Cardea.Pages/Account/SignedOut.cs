using Cardea.AspNetCore;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Account;

/// <summary>What a page for signed-in users answers when an operation refuses.</summary>
internal static class SignedOut
{
    /// <summary>The sign-in, a new proof of who the user is, a second step to add, or a page that says what went wrong.</summary>
    /// <param name="page">The request.</param>
    /// <param name="answer">The refusal.</param>
    /// <param name="back">The page of a form, to come back to after a new proof. It says that the form must be sent again. Null for the page of the request.</param>
    public static async Task<IResult> AnswerAsync(PageContext page, ContractAnswer answer, string? back = null) => answer.Code switch
    {
        "second_factor_required" when !await HasFactorAsync(page) => page.GoTo("/account/security?error=second_factor_required"),
        "reauthentication_required" or "account_token_required" or "second_factor_required" =>
            page.GoTo($"/account/confirm?return={Uri.EscapeDataString(back is null ? page.Own : page.Link($"{back}?done=again"))}"),
        "invalid_credentials" or "invalid_second_factor" or "invalid_passkey" => ErrorPage.Of(page, answer),
        _ => answer.Status == StatusCodes.Status401Unauthorized ? Returning.SignInFirst(page, answer) : ErrorPage.Of(page, answer),
    };

    // Nobody can show a second step that the account does not have.
    private static async Task<bool> HasFactorAsync(PageContext page)
    {
        var app = await page.SendAsync(Operations.AuthenticatorState);
        var passkeys = await page.SendAsync(Operations.Passkeys);
        return (app.IsSuccess && app.Read(CardeaJsonContext.Default.AuthenticatorStateResponse).Enabled)
            || (passkeys.IsSuccess && passkeys.Read(CardeaJsonContext.Default.PasskeyListResponse).Passkeys.Count > 0);
    }
}
