using Cardea.Pages.Texts;

namespace Cardea.Pages.Rendering;

/// <summary>What the script of the passkeys may have to say in the language of the page. The answers of the contract are in English.</summary>
internal static class Refusals
{
    private const string Fault = "fault.";

    private static readonly string[] Keys =
    [
        "passkey.failed",
        "passkey.offline",
        "error.wait",
        "problem.account_token_required",
        "problem.challenge_required",
        "problem.cross_site",
        "problem.email_taken",
        "problem.internal_error",
        "problem.invalid_code",
        "problem.invalid_enrol_token",
        "problem.invalid_token",
        "problem.mail_code_required",
        "problem.missing_token",
        "problem.overloaded",
        "problem.passkey_refused",
        "problem.reauthentication_required",
        "problem.registration_closed",
        "problem.session_ended",
        "problem.sign_in_refused",
        "problem.too_many_attempts",
        "problem.too_many_passkeys",
        "problem.unavailable",
        "problem.validation_failed",
    ];

    /// <summary>The texts by their keys. In English, the server says best what is wrong with a field: see <see cref="Notice"/>.</summary>
    public static Dictionary<string, string> Texts(PageTexts texts)
    {
        var faults = texts.Language == TextCatalog.Languages[0] ? [] : texts.Keys.Where(static key => key.StartsWith(Fault, StringComparison.Ordinal));
        return Keys.Concat(faults).ToDictionary(static key => key, key => texts[key], StringComparer.Ordinal);
    }
}
