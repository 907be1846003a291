using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cardea.Codes;
using Cardea.Keys;

namespace Cardea.Providers.NativeApps;

/// <summary>
/// The nonces of native apps: a MAC over the provider, an end and random bytes. Nothing is stored until one is used. A nonce that the
/// caller could choose would bind nothing.
/// </summary>
internal sealed class Nonces(MasterKey masterKey, TimeProvider clock)
{
    private const int TimeSize = 8;
    private const int RandomSize = 16;
    private const int MacSize = 16;

    /// <summary>How long a nonce works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Makes a nonce.</summary>
    public string Issue(string provider)
    {
        var bytes = new byte[TimeSize + RandomSize + MacSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (clock.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(bytes.AsSpan(TimeSize, RandomSize));
        Sign(provider, bytes).CopyTo(bytes.AsSpan(TimeSize + RandomSize));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a nonce that this service made for a provider.</summary>
    /// <returns>Its end, and its hash, which is used once; null if it is none, or too old.</returns>
    public (DateTimeOffset Until, CodeHash Hash)? Read(string provider, string nonce)
    {
        var bytes = new byte[TimeSize + RandomSize + MacSize];
        if (nonce.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.IsValid(nonce)
            || !Base64Url.TryDecodeFromChars(nonce, bytes, out var written)
            || written != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(Sign(provider, bytes), bytes.AsSpan(TimeSize + RandomSize)))
        {
            return null;
        }

        // The bytes have one hash, however the text was spelled.
        var until = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
        return until > clock.GetUtcNow() ? (until, CodeHash.Of($"nonce.{Convert.ToHexStringLower(bytes)}")) : null;
    }

    /// <summary>True if an id token has the nonce. Apple, and Google on iOS, put its SHA-256 there.</summary>
    public static bool IsIn(string? claim, string nonce) =>
        claim is not null && (claim == nonce || claim == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nonce))));

    private byte[] Sign(string provider, ReadOnlySpan<byte> bytes) =>
        masterKey.Authenticate("external nonce", [.. Encoding.UTF8.GetBytes(provider), 0, .. bytes[..(TimeSize + RandomSize)]])[..MacSize];
}
