using Cardea.AspNetCore.Factors;
using Cardea.Pages.Forms;

namespace Cardea.Pages.SignIn;

/// <summary>Keeps the key of an authenticator app in the form, so that a user who mistypes the code can try again.</summary>
internal static class AuthenticatorForms
{
    private const string Scheme = "otpauth://totp/";

    /// <summary>Reads the key that the page showed before; null if the form is not that page's.</summary>
    public static AuthenticatorResponse? ReadOffer(PageForm form) =>
        form["secret"] is { } secret && form["uri"] is { } uri && uri.StartsWith(Scheme, StringComparison.Ordinal)
            ? new(secret, uri, AuthenticatorApp.Picture(uri))
            : null;
}
