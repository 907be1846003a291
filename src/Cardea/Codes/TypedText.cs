using System.Globalization;

namespace Cardea.Codes;

/// <summary>What people type or paste for a code: programs show codes in groups, and add white space and dashes of many kinds.</summary>
internal static class TypedText
{
    /// <summary>The text without white space, dashes and characters that nobody sees.</summary>
    public static string Plain(string typed) => string.Concat(typed.Where(static letter => !IsBetween(letter)));

    private static bool IsBetween(char letter) =>
        char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format or UnicodeCategory.Control;
}
