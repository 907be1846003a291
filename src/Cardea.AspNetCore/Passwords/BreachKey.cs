using System.Security.Cryptography;
using System.Text;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// The key under which lists of breached passwords have a password: its SHA-1 in capital hex. Here SHA-1 is the name of a line
/// in a public list. It protects nothing.
/// </summary>
internal static class BreachKey
{
    /// <summary>The number of hex digits.</summary>
    public const int Length = 40;

    /// <summary>The key of a password.</summary>
    public static string Of(string composed) =>
        Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(composed)));
}
