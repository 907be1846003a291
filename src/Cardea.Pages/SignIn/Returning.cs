using Cardea.AspNetCore.Cookies;
using Cardea.Cookies;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.SignIn;

/// <summary>Where a browser goes after a sign-in.</summary>
internal static class Returning
{
    /// <summary>Reads the address in the query of a page, or in a field. An address that is not allowed is no address.</summary>
    public static string? Read(PageContext page, string? text) => ReturnAddress.Find(text, page.Options);

    /// <summary>The address to go on to.</summary>
    public static string Next(PageContext page, string? text) => Read(page, text) ?? page.Link("/account/devices");

    /// <summary>The path of another page of the sign-in, which returns to the same address. That page checks the address.</summary>
    /// <param name="path">Such as <c>/account/sign-in</c>, with or without a query.</param>
    /// <param name="back">The address to return to; null for the default.</param>
    public static string Carry(string path, string? back) =>
        back is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}return={Uri.EscapeDataString(back)}";

    /// <summary>Sends the browser on.</summary>
    public static IResult GoOn(PageContext page, string? text) => SeeOther.To(Next(page, text));

    /// <summary>Sends a browser without a session to the sign-in, and then back to this page.</summary>
    /// <param name="page">The request.</param>
    /// <param name="answer">The answer that refused the browser.</param>
    public static IResult SignInFirst(PageContext page, ContractAnswer answer) =>
        page.GoTo($"/account/sign-in?return={Uri.EscapeDataString(page.Own)}{(IsReuse(answer) ? $"&error={answer.Code}" : "")}");

    /// <summary>True if the session was ended because its token was used twice. The sign-in page then says so.</summary>
    public static bool IsReuse(ContractAnswer answer) => answer.Code == "refresh_token_reused";
}
