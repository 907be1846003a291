using Cardea.Cookies;
using Cardea.Providers.Protocol;
using Cardea.Providers.Settings;
using static Cardea.Providers.SignIn.HtmlPage;

namespace Cardea.Providers.SignIn;

/// <summary>The page that asks before an attempt begins that another site or any app may have started.</summary>
internal static class ConsentPage
{
    /// <summary>Asks for an attempt.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="sealedAttempt">The attempt, encrypted, which the button sends.</param>
    public static HtmlPage For(Provider provider, Attempt attempt, string sealedAttempt)
    {
        var question = $"Continue with {provider.DisplayName}?";
        return new(
            question,
            head: "",
            $"<h1>{Encode(question)}</h1><p>{Describe(attempt)}</p><form method=\"post\" action=\"{Encode(provider.Name)}\">"
            + $"<input type=\"hidden\" name=\"attempt\" value=\"{Encode(sealedAttempt)}\"><button>Continue</button></form>");
    }

    private static string Describe(Attempt attempt) => ReturnAddress.IsOfApp(attempt.ReturnUrl)
        ? $"An app on this device wants to sign you in. It calls itself <code>{Encode(attempt.ReturnUrl[..attempt.ReturnUrl.IndexOf(':', StringComparison.Ordinal)])}</code>. Continue only if you have just asked an app to sign you in."
        : $"Another site wants to sign you in, for <code>{Encode(WebOrigin.Of(new Uri(attempt.ReturnUrl))!)}</code>. If you are signed in there already, the new sign-in replaces it. Continue only if you have just asked to sign in.";
}
