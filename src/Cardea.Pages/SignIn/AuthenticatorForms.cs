using Cardea.AspNetCore.Factors;
using Cardea.Pages.Contract;
using Cardea.Pages.Forms;
using Cardea.Pages.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Pages.SignIn;

/// <summary>Keeps the key of an authenticator app in the form, so that a user who mistypes the code can try again.</summary>
internal static class AuthenticatorForms
{
    // The key that the server makes: 160 bits in Base32.
    private const int KeyLength = 32;

    // The picture has room for no more beside the name of the service.
    private const int LongestAccount = 800;

    private const string TooManyAttempts = "too_many_attempts";

    /// <summary>True if the page with the key is shown again after a refusal.</summary>
    public static bool MayTryAgain(ContractAnswer answer) => answer.Code is "invalid_second_factor" or TooManyAttempts;

    /// <summary>Reads the key that the page showed before. Its address and its picture are made anew; a refused attempt gets none.</summary>
    /// <param name="page">The request.</param>
    /// <param name="form">The form.</param>
    /// <param name="account">The address of the account.</param>
    /// <param name="answer">The answer to the code.</param>
    /// <returns>The key; null if the form is not that page's.</returns>
    public static AuthenticatorResponse? ReadOffer(PageContext page, PageForm form, string account, ContractAnswer answer)
    {
        if (form["secret"] is not { Length: KeyLength } key || key.Contains('=', StringComparison.Ordinal) || !AuthenticatorApp.IsKey(key))
        {
            return null;
        }

        return answer.Code == TooManyAttempts
            ? new(key, uri: "", qrCode: "")
            : page.Http.RequestServices.GetRequiredService<AuthenticatorApp>().Describe(key, Uri.EscapeDataString(account).Length <= LongestAccount ? account : "");
    }

    /// <summary>The account in the address of an offer, which apps show beside the code: <c>otpauth://totp/Service:account?secret=</c>.</summary>
    public static string AccountOf(AuthenticatorResponse offer) =>
        Uri.TryCreate(offer.Uri, UriKind.Absolute, out var address) && Uri.UnescapeDataString(address.AbsolutePath) is var label
            ? label[(label.LastIndexOf(':') + 1)..]
            : "";
}
