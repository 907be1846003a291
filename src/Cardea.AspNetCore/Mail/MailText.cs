using System.Globalization;
using System.Text;

namespace Cardea.AspNetCore.Mail;

/// <summary>Text that others chose, such as the name of a device, inside a line of ours.</summary>
internal static class MailText
{
    private const int LongestValue = 160;

    /// <summary>Makes one line of a text, without characters that hide or reverse the rest of the line. A long text is cut.</summary>
    public static string Quote(string value)
    {
        var line = OneLine(value);
        return line.Length <= LongestValue ? line : $"{line.AsSpan(0, char.IsHighSurrogate(line[LongestValue - 1]) ? LongestValue - 1 : LongestValue)}…";
    }

    /// <summary>The same, whole; a dash where there is nothing.</summary>
    public static string OneLine(string value)
    {
        var line = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            line.Append(Breaks(rune) ? " " : rune.ToString());
        }

        return line.ToString().Trim() is { Length: > 0 } text ? text : "–";
    }

    /// <summary>
    /// Takes from a text what mail programs make links of: <c>evil.example</c> becomes <c>evil[.]example</c>, and <c>https://</c> becomes
    /// <c>https[:]//</c>.
    /// </summary>
    public static string Unlink(string value)
    {
        // What joins or splits a name without being seen goes first.
        var line = OneLine(value);
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            text.Append(line[i] switch
            {
                '.' or '\u2024' or '\u3002' or '\uFF0E' or '\uFF61' when IsBetweenLetters(line, i) => "[.]",
                ':' when i > 0 && char.IsLetter(line[i - 1]) && i + 1 < line.Length && !char.IsWhiteSpace(line[i + 1]) => "[:]",
                var other => other.ToString(),
            });
        }

        return text.ToString();
    }

    // A dot in a number, such as a version, makes no link. Half a surrogate pair may be a letter.
    private static bool IsBetweenLetters(string line, int dot) =>
        dot > 0 && dot + 1 < line.Length && IsOfName(line[dot - 1]) && IsOfName(line[dot + 1])
        && !(char.IsDigit(line[dot - 1]) && char.IsDigit(line[dot + 1]));

    private static bool IsOfName(char one) => (!char.IsWhiteSpace(one) && !char.IsPunctuation(one)) || one is '-' or '_';

    // Of the invisible ones, the joiners belong to the spelling of many languages, and to emoji.
    private static bool Breaks(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        _ => false,
    };
}
