using Cardea.Accounts;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Patterns around and inside a password: a repeated piece, a word with a date after it.</summary>
internal static class PasswordPattern
{
    // A date with signs, 06.12.1987!: beyond it, digits are worth guessing by themselves.
    private const int LongestTrimming = 12;

    /// <summary>The piece that repeats to make up the text, the last time perhaps cut short; the text itself if none does.</summary>
    public static string Piece(string text)
    {
        for (var length = 1; length < text.Length; length++)
        {
            if (text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)))
            {
                return text[..length];
            }
        }

        return text;
    }

    /// <summary>True if the whole password repeats one short piece, at least twice.</summary>
    public static bool Repeats(string text) =>
        Piece(text).Length is var length && length < PasswordRules.LowestMinimumLength && 2 * length <= text.Length;

    /// <summary>The text without the digits and signs before its first letter and after its last, unless they count by themselves.</summary>
    public static string Trim(string text)
    {
        var (start, end) = Ends(text);
        return text[start..^end];
    }

    /// <summary>The text without the signs at its ends.</summary>
    public static string TrimSigns(string text)
    {
        var start = text.TakeWhile(static character => !char.IsLetterOrDigit(character)).Count();
        var end = text.Reverse().TakeWhile(static character => !char.IsLetterOrDigit(character)).Count();
        return start < text.Length ? text[start..^end] : text;
    }

    /// <summary>The text without some of the digits and signs at its ends, in all ways: the 5 of <c>5unshine2026</c> is a letter.</summary>
    public static IEnumerable<string> Trimmings(string text)
    {
        var (starts, ends) = Ends(text);
        for (var start = Math.Max(0, starts - LongestTrimming); start <= starts; start++)
        {
            for (var end = Math.Max(0, ends - LongestTrimming); end <= ends; end++)
            {
                yield return text[start..^end];
            }
        }
    }

    private static (int Start, int End) Ends(string text)
    {
        var start = text.TakeWhile(static character => !char.IsLetter(character)).Count();
        var end = text.Reverse().TakeWhile(static character => !char.IsLetter(character)).Count();
        return start < text.Length && IsTrimming(text[..start]) && IsTrimming(text[^end..]) ? (start, end) : (0, 0);
    }

    private static bool IsTrimming(string text) =>
        PasswordSequence.Collapse(text).Length <= LongestTrimming || PasswordSequence.IsWhole(TrimSigns(text)) || Repeats(text);
}
