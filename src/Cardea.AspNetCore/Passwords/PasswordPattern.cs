using Cardea.Accounts;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Patterns that make a long password easy to guess: a repeated piece, a row of keys, a word with a date after it.</summary>
internal static class PasswordPattern
{
    // A date, a year with signs, 1234!: beyond it, digits are worth guessing by themselves.
    private const int LongestTrimming = 8;

    // Three times, so that a row may begin anywhere and go round; then the same backwards.
    private static readonly string[] Rows =
    [
        .. from row in (string[])
           [
               "0123456789", "abcdefghijklmnopqrstuvwxyz", "!@#$%^&*()",
               "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "йцукенгшщзхъфывапролджэячсмитьбю",
               "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p",
           ]
           let round = $"{row}{row}{row}"
           from direction in (string[])[round, new([.. round.Reverse()])]
           select direction,
    ];

    /// <summary>The piece that repeats to make up the text, the last time perhaps cut short; the text itself when none does.</summary>
    public static string Piece(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)))
            {
                return text[..length];
            }
        }

        return text;
    }

    /// <summary>True if the whole password repeats one short piece.</summary>
    public static bool Repeats(string text) =>
        Piece(text).Length is var length && length < Math.Min(text.Length, PasswordRules.LowestMinimumLength);

    /// <summary>True if the whole password is a row of keys, letters or digits, forwards or backwards.</summary>
    public static bool IsRow(string text) => Rows.Any(row => row.Contains(text, StringComparison.Ordinal));

    /// <summary>The text without the digits and signs before its first letter and after its last, unless they count by themselves.</summary>
    public static string Trim(string text)
    {
        var start = text.TakeWhile(static character => !char.IsLetter(character)).Count();
        var end = text.Length - text.Reverse().TakeWhile(static character => !char.IsLetter(character)).Count();
        return start < end && IsTrimming(text[..start]) && IsTrimming(text[end..]) ? text[start..end] : text;
    }

    private static bool IsTrimming(string text) => text.Length <= LongestTrimming || IsRow(text) || Repeats(text);
}
