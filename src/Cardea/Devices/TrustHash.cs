using System.Security.Cryptography;
using System.Text;

namespace Cardea.Devices;

/// <summary>The hash of a <see cref="TrustToken"/>. The store finds the trusted device by this hash.</summary>
/// <param name="Value">SHA-256, in hexadecimal.</param>
internal readonly record struct TrustHash(string Value)
{
    /// <summary>Hashes a token, or any text that is presented as one.</summary>
    public static TrustHash Of(string token) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));
}
