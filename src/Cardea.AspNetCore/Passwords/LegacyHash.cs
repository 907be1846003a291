using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Passwords' hashes that others made: ASP.NET Core Identity (PBKDF2, versions 2 and 3) and bcrypt. Verified, never written.</summary>
/// <remarks>A hash that asks for extreme work is refused. Otherwise an attacker who can write to the database could make each sign-in take hours.</remarks>
internal static partial class LegacyHash
{
    /// <summary>The highest cost believed of a bcrypt hash; it takes some seconds.</summary>
    public const int HighestBcryptCost = 16;

    /// <summary>The most iterations believed of a PBKDF2 hash; they take some seconds.</summary>
    public const int HighestPbkdf2Iterations = 10_000_000;

    // Identity writes salts of 16 bytes and hashes of 32, and nothing else.
    private const int Version2Size = 1 + 16 + 32;
    private const int Version3Size = 13 + 16 + 32;
    private const int Version3SaltSize = 16;
    private const int HighestVersion3Algorithm = 2;

    /// <summary>True if a text is such a hash.</summary>
    public static bool IsOne(string hash) => IsBcrypt(hash) || IsIdentity(hash);

    /// <summary>True if a hash is of a password, as typed.</summary>
    /// <param name="hash">Such a hash.</param>
    /// <param name="password">A password that <see cref="PasswordText.IsLookedAt"/>.</param>
    public static bool Matches(string hash, string password) => IsBcrypt(hash)
        ? BCrypt.Net.BCrypt.Verify(password, hash)
        : new PasswordHasher<object>().VerifyHashedPassword(hash, hash, password) != PasswordVerificationResult.Failed;

    private static bool IsBcrypt(string hash) =>
        BcryptSpelling().Match(hash) is { Success: true } match
        && int.Parse(match.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture) <= HighestBcryptCost;

    // https://github.com/dotnet/aspnetcore/blob/main/src/Identity/Extensions.Core/src/PasswordHasher.cs has the layout.
    private static bool IsIdentity(string hash)
    {
        Span<byte> bytes = stackalloc byte[Version3Size];
        if (!Convert.TryFromBase64String(hash, bytes, out var size))
        {
            return false;
        }

        return bytes[0] switch
        {
            0 => size == Version2Size,
            1 => size == Version3Size
                && BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) <= HighestVersion3Algorithm
                && BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) is > 0 and <= HighestPbkdf2Iterations
                && BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]) == Version3SaltSize,
            _ => false,
        };
    }

    [GeneratedRegex(@"\A\$2[aby]\$(?<cost>0[4-9]|[1-3][0-9])\$[./A-Za-z0-9]{53}\z")]
    private static partial Regex BcryptSpelling();
}
