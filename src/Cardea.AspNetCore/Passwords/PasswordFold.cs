using System.Globalization;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// The form in which a password is compared with words: in lower case, and with a letter for each digit or sign that
/// commonly stands for a letter. <c>P@ssw0rd</c> becomes <c>password</c>.
/// </summary>
internal static class PasswordFold
{
    /// <summary>Folds the case.</summary>
    public static string Case(string text) => CultureInfo.InvariantCulture.TextInfo.ToLower(text);

    /// <summary>Folds the digits and signs that stand for letters, of a text in lower case.</summary>
    public static string Letters(string lower) => string.Create(lower.Length, lower, static (folded, text) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            folded[i] = Letter(text[i]);
        }
    });

    // 1 and ! stand for i and for l. So l is folded too: one look-up finds both.
    private static char Letter(char character) => character switch
    {
        '0' => 'o',
        '1' or '!' or 'l' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => character,
    };
}
