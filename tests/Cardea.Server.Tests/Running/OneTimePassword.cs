using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Cardea.Server.Tests.Running;

/// <summary>The codes of an authenticator app, as RFC 6238 has them: written anew, so that ours is not compared with itself.</summary>
internal static class OneTimePassword
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of now, or of so many half minutes later.</summary>
    public static string Of(string key, int later = 0)
    {
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + later);
        var hash = CryptographicOperations.HmacData(HashAlgorithmName.SHA1, Decode(key), step);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        var number = key.Aggregate(BigInteger.Zero, static (sum, letter) => (sum << 5) + Base32.IndexOf(letter, StringComparison.Ordinal));
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[(key.Length * 5 / 8) - bytes.Length], .. bytes];
    }
}
