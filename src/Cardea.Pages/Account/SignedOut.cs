using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Account;

/// <summary>What a page for signed-in users answers when an operation refuses.</summary>
internal static class SignedOut
{
    /// <summary>The sign-in, a new proof of who the user is, or a page that says what went wrong.</summary>
    /// <param name="page">The request.</param>
    /// <param name="answer">The refusal.</param>
    /// <param name="back">The page to come back to after a new proof; null for the page of the request.</param>
    public static IResult Answer(PageContext page, ContractAnswer answer, string? back = null) =>
        answer.Status == StatusCodes.Status401Unauthorized && answer.Code is not ("invalid_credentials" or "invalid_second_factor" or "invalid_passkey")
            ? Returning.SignInFirst(page)
            : answer.Code is "reauthentication_required" or "account_token_required" or "second_factor_required"
                ? page.GoTo($"/account/confirm?return={Uri.EscapeDataString(back is null ? page.Own : page.Link(back))}")
                : ErrorPage.Of(page, answer);
}
