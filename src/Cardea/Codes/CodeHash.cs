using System.Security.Cryptography;
using System.Text;

namespace Cardea.Codes;

/// <summary>The hash of a one-time code, by which the store knows it.</summary>
/// <param name="Value">SHA-256, in hexadecimal.</param>
internal readonly record struct CodeHash(string Value)
{
    /// <summary>The hash of a code, or of anything that somebody presents as one.</summary>
    public static CodeHash Of(string code) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code))));

    /// <summary>The hash of a code that is good only together with a secret of the browser that asked for it.</summary>
    public static CodeHash Of(string code, string browserSecret) => Of($"{code}.{browserSecret}");
}
