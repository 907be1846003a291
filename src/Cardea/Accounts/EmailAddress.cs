using System.Buffers;
using System.Globalization;
using System.Text;

namespace Cardea.Accounts;

/// <summary>
/// An e-mail address as an identity: normalised once (trimmed, NFC, lower case by the invariant culture, the domain in
/// Unicode), and checked after that. Two spellings are one address or none, never somebody else's.
/// </summary>
internal static class EmailAddress
{
    /// <summary>The longest address taken, in characters (RFC 5321, section 4.5.3.1).</summary>
    public const int MaximumLength = 254;

    private const int MaximumLocalPart = 64;

    // RFC 5322 atoms; what they leave out is a separator or a quote somewhere: the road to one header with two addresses.
    private static readonly SearchValues<char> AtomCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly IdnMapping DomainNames = new() { UseStd3AsciiRules = true };

    /// <summary>Normalises an address.</summary>
    /// <returns>The one spelling of it; <see langword="null"/> when it is no address that mail could go to.</returns>
    public static string? Normalize(string? text)
    {
        // The length comes first, so that nobody makes us normalise a novel.
        if (text is null || text.Length > 2 * MaximumLength || !IsWellFormed(text))
        {
            return null;
        }

        // Composed again after lowering: small letters have compositions that capitals lack, such as j with a caron.
        var address = CultureInfo.InvariantCulture.TextInfo.ToLower(text.Trim().Normalize()).Normalize();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at != address.LastIndexOf('@') || at > MaximumLocalPart || !IsLocalPart(address.AsSpan(0, at)))
        {
            return null;
        }

        return NormalizeDomain(address[(at + 1)..]) is { } domain && at + 1 + domain.Length <= MaximumLength
            ? $"{address[..at]}@{domain}"
            : null;
    }

    // Neither half a character nor one that Unicode has set aside as none: neither can be normalised.
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
        // What a compatibility mapping would change (wide letters, ligatures) is the double of another character.
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal) || !local.IsNormalized(NormalizationForm.FormKC))
        {
            return false;
        }

        foreach (var rune in local.EnumerateRunes())
        {
            // Beyond ASCII (RFC 6531): letters, marks and digits; not the spaces, signs and look-alike separators.
            if (rune.IsAscii ? !AtomCharacters.Contains((char)rune.Value) : !IsWordCharacter(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWordCharacter(Rune rune) => !IsInvisible(rune)
        && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    // Letters and marks that show nothing (Unicode: Default_Ignorable_Code_Point): they would make doubles.
    private static bool IsInvisible(Rune rune) => rune.Value
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // Through Punycode and back: xn--bcher-kva.de and bücher.de are one domain.
    private static string? NormalizeDomain(string domain)
    {
        try
        {
            // A last label of digits alone, or none, is a machine's address or nothing (RFC 3696, section 2).
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
