namespace Cardea.Pages.Forms;

/// <summary>
/// Finds the code in what a user pastes: the code alone, or the link with all that a mail program does to it. It may break the link, put
/// it into brackets, end it with a full stop, or wrap it into an address of its own.
/// </summary>
internal static class PastedCode
{
    private const string Marker = "token=";

    /// <summary>Returns the code. If there is none, the text is returned as it is, and is refused.</summary>
    public static string In(string pasted)
    {
        var text = string.Concat(pasted.Where(static letter => !char.IsWhiteSpace(letter)));
        if (!text.Contains(Marker, StringComparison.Ordinal))
        {
            // An address that checks links carries the link in its query.
            text = Uri.UnescapeDataString(text);
        }

        var start = text.LastIndexOf(Marker, StringComparison.Ordinal) is >= 0 and var marker ? marker + Marker.Length : text.LastIndexOf('=') + 1;
        var code = new string([.. text.Skip(start).SkipWhile(static letter => !IsOfCode(letter)).TakeWhile(IsOfCode)]);
        return code.Length > 0 ? code : pasted.Trim();
    }

    // Base64url (RFC 4648, section 5).
    private static bool IsOfCode(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
