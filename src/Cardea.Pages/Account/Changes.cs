using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.Account;

/// <summary>What follows a form of a signed-in user.</summary>
internal static class Changes
{
    // Another try can mend it on the same page, which the browser gets anew: nothing that was typed is in it, and a reload sends no password.
    private static readonly string[] OfThePage = ["invalid_credentials", "passkey_not_found", "no_authenticator"];

    /// <summary>Goes back to the page, which says what was done or what is wrong.</summary>
    /// <param name="page">The request.</param>
    /// <param name="answer">The answer to the form.</param>
    /// <param name="path">The page.</param>
    /// <param name="done">The name of what was done; null if the page shows it anyhow.</param>
    /// <param name="show">Shows the page with a notice.</param>
    public static async Task<IResult> AfterAsync(
        PageContext page, ContractAnswer answer, string path, string? done, Func<PageContext, Notice, Task<IResult>> show) =>
        answer.IsSuccess ? Done(page, path, done)
        : OfThePage.Contains(answer.Code) ? page.GoTo($"{path}?error={answer.Code}")
        : answer.Status is StatusCodes.Status400BadRequest or StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests
            ? await show(page, Notice.Of(answer, page.Texts))
            : await SignedOut.AnswerAsync(page, answer, path);

    /// <summary>Goes back to the page, which says what was done.</summary>
    /// <inheritdoc cref="AfterAsync" path="/param"/>
    public static IResult Done(PageContext page, string path, string? done) => page.GoTo(done is null ? path : $"{path}?done={done}");
}
