using System.Security.Cryptography;
using Cardea.Codes;

namespace Cardea.Factors;

/// <summary>
/// A code to keep on paper, for when the other factors are lost: 24 letters and digits that are not mistaken for one another,
/// 120 bits, so that a plain hash of it can be stored (OWASP ASVS 5.0, 6.5.2).
/// </summary>
/// <remarks>A class, not a record: what it prints must not be the code.</remarks>
internal sealed class RecoveryCode
{
    /// <summary>How many a user gets.</summary>
    public const int Count = 10;

    private const string Alphabet = "23456789abcdefghijkmnpqrstuvwxyz";
    private const int Letters = 24;
    private const int Group = 6;

    private readonly string _letters;

    private RecoveryCode(string letters) => _letters = letters;

    /// <summary>Its hash: all that is stored of it.</summary>
    public string Hash => CodeHash.Of(_letters).Value;

    /// <summary>Makes a code that nobody can guess.</summary>
    public static RecoveryCode Create() => new(RandomNumberGenerator.GetString(Alphabet, Letters));

    /// <summary>The hash of what somebody typed, whatever it is: capitals, spaces and hyphens count for nothing.</summary>
    public static string HashOf(string typed) =>
        CodeHash.Of(string.Concat(typed.Where(static letter => letter is not ('-' or ' ')).Select(char.ToLowerInvariant))).Value;

    /// <summary>The code as its owner gets it, in groups. A secret: it belongs in the response and nowhere else.</summary>
    public string Reveal() => string.Join('-', _letters.Chunk(Group).Select(static letters => new string(letters)));
}
