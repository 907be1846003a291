using System.Globalization;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Texts that go on as everybody expects: rows of keys, letters or digits, and counting. Texts are in lower case.</summary>
internal static class PasswordSequence
{
    // Words have shorter pieces of a row: "we" and "her", but none of "wert".
    private const int ShortestRow = 4;

    // A count begins low, or with a year or a postcode.
    private const int LongestFirstNumber = 6;
    private const int FewestNumbers = 3;

    // 90, 100, 110 is counting; three numbers at a distance of 371 are luck.
    private const int LargestStep = 100;

    private const string Separators = " -._,";

    // Three times, so that a row may begin anywhere and go round; then the same backwards.
    private static readonly string[] Rows =
    [
        .. from row in (string[])
           [
               "0123456789", "abcdefghijklmnopqrstuvwxyz", "!@#$%^&*()", "!\"§$%&/()=",
               "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "йцукенгшщзхъфывапролджэячсмитьбю",
               "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "!qaz@wsx#edc$rfv%tgb^yhn&ujm*ik(ol)p",
           ]
           let round = $"{row}{row}{row}"
           from direction in (string[])[round, new([.. round.Reverse()])]
           select direction,
    ];

    /// <summary>True if the whole text is a sequence.</summary>
    public static bool IsWhole(string text)
    {
        var joined = Join(text);
        return IsRows(joined) || IsRows(Collapse(joined)) || IsCounting(joined)
            || (IsRows(EveryOther(joined, 0)) && IsRows(EveryOther(joined, 1)));
    }

    /// <summary>The text without the characters that repeat the one before: aabbccdd is abcd, typed twice.</summary>
    public static string Collapse(string text) => string.Concat(text.Where((character, i) => i == 0 || character != text[i - 1]));

    // qwertyuiop12345 is two rows, one after the other. From the end: can the rest from here on be cut into rows?
    private static bool IsRows(string text)
    {
        var canBeCut = new bool[text.Length + 1];
        canBeCut[text.Length] = true;
        for (var start = text.Length - ShortestRow; start >= 0; start--)
        {
            var longest = LongestRow(text.AsSpan(start));
            for (var length = ShortestRow; length <= longest && !canBeCut[start]; length++)
            {
                canBeCut[start] = canBeCut[start + length];
            }
        }

        return text.Length >= ShortestRow && canBeCut[0];
    }

    // What begins a row is a row: so the length can be found by halving.
    private static int LongestRow(ReadOnlySpan<char> text)
    {
        if (!IsRow(text[..ShortestRow]))
        {
            return 0;
        }

        var (row, none) = (ShortestRow, text.Length + 1);
        while (none - row > 1)
        {
            var middle = (row + none) / 2;
            (row, none) = IsRow(text[..middle]) ? (middle, none) : (row, middle);
        }

        return row;
    }

    private static bool IsRow(ReadOnlySpan<char> text)
    {
        foreach (var row in Rows)
        {
            if (row.AsSpan().Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // 8910111213, 2024202520262027, 010203: numbers at one distance, the last one perhaps cut short.
    private static bool IsCounting(string text)
    {
        if (!text.All(char.IsAsciiDigit))
        {
            return false;
        }

        for (var length = 1; length <= Math.Min(LongestFirstNumber, text.Length); length++)
        {
            var first = int.Parse(text.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture);
            if (Steps(first).Any(step => IsCounting(text, first, step, "D1") || IsCounting(text, first, step, $"D{length}")))
            {
                return true;
            }
        }

        return false;
    }

    // Its multiples, or what is near.
    private static IEnumerable<int> Steps(int first) =>
        Enumerable.Range(-LargestStep, (2 * LargestStep) + 1).Append(first).Where(static step => step != 0);

    private static bool IsCounting(ReadOnlySpan<char> text, int first, int step, string format)
    {
        Span<char> digits = stackalloc char[LongestFirstNumber + 1];
        var count = 0;
        for (var number = first; !text.IsEmpty; number += step, count++)
        {
            if (number < 0 || !number.TryFormat(digits, out var written, format, CultureInfo.InvariantCulture))
            {
                return false;
            }

            var length = Math.Min(written, text.Length);
            if (!text[..length].SequenceEqual(digits[..length]))
            {
                return false;
            }

            text = text[length..];
        }

        // 20252026 is two.
        return count >= FewestNumbers || (count == 2 && Math.Abs(step) == 1);
    }

    private static string Join(string text) => string.Concat(text.Where(static character => !Separators.Contains(character, StringComparison.Ordinal)));

    private static string EveryOther(string text, int start) => string.Concat(text.Where((_, i) => i % 2 == start));
}
