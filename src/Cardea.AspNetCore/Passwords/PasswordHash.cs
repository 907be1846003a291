using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Cardea.Accounts;
using NSec.Cryptography;

namespace Cardea.AspNetCore.Passwords;

/// <summary>A password's hash by Argon2id (RFC 9106), stored as a PHC string: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>.</summary>
/// <remarks>A class, not a record, so that printing it does not show the hash.</remarks>
internal sealed partial class PasswordHash
{
    private const int SaltSize = 16;
    private const int HashSize = 32;

    // The least that libsodium accepts.
    private const int LeastMemoryKiB = 8;

    private readonly int _memoryKiB;
    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int memoryKiB, int iterations, byte[] salt, byte[] hash)
    {
        _memoryKiB = memoryKiB;
        _iterations = iterations;
        _salt = salt;
        _hash = hash;
    }

    /// <summary>Hashes a password with a new salt.</summary>
    public static PasswordHash Create(ReadOnlySpan<byte> password, PasswordRules rules)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return new(rules.MemoryKiB, rules.Iterations, salt, Derive(password, rules.MemoryKiB, rules.Iterations, salt));
    }

    /// <summary>The hash of no password: comparing with it takes the work of comparing with a real one.</summary>
    public static PasswordHash OfNothing(PasswordRules rules) =>
        new(rules.MemoryKiB, rules.Iterations, RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(HashSize));

    /// <summary>
    /// Reads the one accepted spelling. Parameters beyond the highest settings are refused: an attacker who can write to the
    /// database could otherwise make Cardea fill terabytes.
    /// </summary>
    public static PasswordHash? Parse(string text)
    {
        if (Spelling().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var memoryKiB = int.Parse(match.Groups["memory"].ValueSpan, CultureInfo.InvariantCulture);
        var iterations = int.Parse(match.Groups["iterations"].ValueSpan, CultureInfo.InvariantCulture);
        return memoryKiB is >= LeastMemoryKiB and <= PasswordRules.HighestMemoryKiB && iterations <= PasswordRules.HighestIterations
            ? new(memoryKiB, iterations, Decode(match.Groups["salt"].Value), Decode(match.Groups["hash"].Value))
            : null;
    }

    /// <summary>True if the hash is of a password, compared in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> password) =>
        CryptographicOperations.FixedTimeEquals(Derive(password, _memoryKiB, _iterations, _salt), _hash);

    /// <summary>True if the hash took less work than the rules ask for now.</summary>
    public bool IsWeakerThan(PasswordRules rules) => _memoryKiB < rules.MemoryKiB || _iterations < rules.Iterations;

    /// <summary>The PHC string. A secret: it belongs in the store and nowhere else.</summary>
    public string Reveal() => string.Create(
        CultureInfo.InvariantCulture,
        $"$argon2id$v=19$m={_memoryKiB},t={_iterations},p=1${Encode(_salt)}${Encode(_hash)}");

    private static byte[] Derive(ReadOnlySpan<byte> password, int memoryKiB, int iterations, byte[] salt) =>
        PasswordBasedKeyDerivationAlgorithm
            .Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKiB, NumberOfPasses = iterations })
            .DeriveBytes(password, salt, HashSize);

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Decode(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    // The last characters of salt and hash carry two and four bits: only the spelling with zeros for the rest is ours.
    [GeneratedRegex(@"\A\$argon2id\$v=19\$m=(?<memory>[1-9][0-9]{0,6}),t=(?<iterations>[1-9][0-9]?),p=1\$(?<salt>[A-Za-z0-9+/]{21}[AQgw])\$(?<hash>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048])\z")]
    private static partial Regex Spelling();
}
