using System.Security.Cryptography;
using System.Text;

namespace Cardea.Codes;

/// <summary>The hash of a one-time code. The store finds the code by this hash.</summary>
/// <param name="Value">SHA-256, in hexadecimal.</param>
internal readonly record struct CodeHash(string Value)
{
    /// <summary>Hashes a code, or any text that is presented as a code.</summary>
    public static CodeHash Of(string code) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code))));

    /// <summary>Hashes a code that is valid only together with a secret of the browser that asked for it.</summary>
    public static CodeHash Of(string code, string browserSecret) => Of($"{code}.{browserSecret}");
}
