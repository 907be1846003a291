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

    // Of the invisible ones, the joiners belong to the spelling of many languages, and to emoji.
    private static bool Breaks(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        _ => false,
    };
}
