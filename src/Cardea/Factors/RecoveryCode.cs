using System.Security.Cryptography;
using Cardea.Codes;

namespace Cardea.Factors;

/// <summary>
/// A code to keep on paper. The user needs it after losing the other factors. The code has 24 letters and digits that are easy to tell
/// apart. These are 120 bits, so a plain hash of the code can be stored (OWASP ASVS 5.0, 6.5.2).
/// </summary>
/// <remarks>A class, because a record would print the code.</remarks>
internal sealed class RecoveryCode
{
    /// <summary>The number of codes that a user gets.</summary>
    public const int Count = 10;

    private const string Alphabet = "23456789abcdefghijkmnpqrstuvwxyz";
    private const int Letters = 24;
    private const int Group = 6;

    private readonly string _letters;

    private RecoveryCode(string letters) => _letters = letters;

    /// <summary>The hash of the code. The store has nothing else of the code.</summary>
    public string Hash => CodeHash.Of(_letters).Value;

    /// <summary>Creates a code from random characters.</summary>
    public static RecoveryCode Create() => new(RandomNumberGenerator.GetString(Alphabet, Letters));

    /// <summary>Hashes any text that somebody typed. Capitals, white space and dashes make no difference.</summary>
    public static string HashOf(string typed) =>
        CodeHash.Of(string.Concat(TypedText.Plain(typed).Select(char.ToLowerInvariant))).Value;

    /// <summary>Returns the code for its owner, in groups. The code is a secret, which belongs only in the response.</summary>
    public string Reveal() => string.Join('-', _letters.Chunk(Group).Select(static letters => new string(letters)));
}
