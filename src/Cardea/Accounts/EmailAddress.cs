using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cardea.Accounts;

/// <summary>
/// An e-mail address as an identity. The address is normalised once (trimmed, NFC, lower case by the invariant culture, the domain in
/// Unicode), and checked after that. A second spelling is the same address or invalid, never another person's address.
/// </summary>
internal static class EmailAddress
{
    /// <summary>The maximum length of an address, in characters (RFC 5321, section 4.5.3.1).</summary>
    public const int MaximumLength = 254;

    private const int MaximumLocalPart = 64;

    // RFC 5322 atoms. The missing characters are separators or quotes somewhere, so they could put two addresses into one header.
    private static readonly SearchValues<char> AtomCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly IdnMapping DomainNames = new() { UseStd3AsciiRules = true };

    /// <summary>Normalises an address.</summary>
    /// <returns>The only spelling of the address; <see langword="null"/> if mail cannot go to the text.</returns>
    public static string? Normalize(string? text)
    {
        // The length is checked first: an attacker could otherwise make Cardea normalise a very long text.
        if (text is null || text.Length > 2 * MaximumLength || !IsWellFormed(text))
        {
            return null;
        }

        var address = Fold(text);
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at != address.LastIndexOf('@') || at > MaximumLocalPart || !IsLocalPart(address.AsSpan(0, at)))
        {
            return null;
        }

        return NormalizeDomain(address[(at + 1)..]) is { } domain && at + 1 + domain.Length <= MaximumLength
            ? $"{address[..at]}@{domain}"
            : null;
    }

    /// <summary>Normalises what an operator searches for: an address, or a part of one.</summary>
    public static string NormalizePart(string text) =>
        Normalize(text) is { } address ? address
        : text.Length <= MaximumLength && IsWellFormed(text) ? Fold(text)
        : CultureInfo.InvariantCulture.TextInfo.ToLower(text);

    // Composes again after lowering, because small letters have compositions that capitals lack, such as j with a caron.
    private static string Fold(string text) => CultureInfo.InvariantCulture.TextInfo.ToLower(text.Trim().Normalize()).Normalize();

    // False for half a character, and for a noncharacter of Unicode: neither can be normalised.
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done || IsNoncharacter(rune))
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    private static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        // A character that a compatibility mapping would change (wide letters, ligatures) is a double of another character.
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal) || !local.IsNormalized(NormalizationForm.FormKC))
        {
            return false;
        }

        foreach (var rune in local.EnumerateRunes())
        {
            // Beyond ASCII (RFC 6531), letters, marks and digits are allowed. Spaces, signs and look-alike separators are not.
            if (rune.IsAscii ? !AtomCharacters.Contains((char)rune.Value) : !IsWordCharacter(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWordCharacter(Rune rune) => !IsInvisible(rune)
        && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    // Invisible letters and marks (Unicode: Default_Ignorable_Code_Point). With them, two addresses would look the same.
    private static bool IsInvisible(Rune rune) => rune.Value
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // Converts to Punycode and back, because xn--bcher-kva.de and bücher.de are one domain.
    private static string? NormalizeDomain(string domain)
    {
        try
        {
            // A domain without a dot, or with only digits in its last label, is a machine's address or no domain (RFC 3696, section 2).
            var ascii = DomainNames.GetAscii(domain);
            return ascii.LastIndexOf('.') is > 0 and var dot && ascii.AsSpan(dot + 1).ContainsAnyExceptInRange('0', '9')
                ? DomainNames.GetUnicode(ascii)
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
