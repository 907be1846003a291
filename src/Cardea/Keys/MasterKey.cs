using System.Security.Cryptography;
using System.Text;

namespace Cardea.Keys;

/// <summary>Seals the keys in the store (AES-256-GCM), so that a copy of the database alone signs nothing.</summary>
public sealed class MasterKey
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _sealingKey = new byte[Size];

    /// <summary>Derives the sealing key (RFC 5869) from the master key's bytes.</summary>
    public MasterKey(ReadOnlySpan<byte> material)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(material.Length, Size);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, material, _sealingKey, salt: [], "cardea sealed keys"u8);
    }

    /// <summary>Makes a new one, in the base64 that <see cref="Parse"/> and the settings take.</summary>
    public static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads a master key from 32 bytes in base64.</summary>
    /// <exception cref="SetupException">It is something else.</exception>
    public static MasterKey Parse(string base64)
    {
        Span<byte> material = stackalloc byte[Size];
        return Convert.TryFromBase64String(base64, material, out var written) && written == Size
            ? new MasterKey(material)
            : throw new SetupException("The master key must be 32 bytes in base64: make one with 'cardea keys master'.");
    }

    /// <summary>Encrypts a key's material, bound to its id and purpose.</summary>
    public byte[] Seal(string id, KeyPurpose purpose, ReadOnlySpan<byte> material)
    {
        var box = new byte[NonceSize + material.Length + TagSize];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_sealingKey, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), material, box.AsSpan(NonceSize, material.Length), box.AsSpan(NonceSize + material.Length), Context(id, purpose));
        return box;
    }

    /// <summary>Decrypts a stored key.</summary>
    /// <exception cref="SetupException">It was sealed under another master key, or damaged.</exception>
    public byte[] Open(StoredKey key)
    {
        var box = key.SealedMaterial.Span;
        try
        {
            var material = new byte[Math.Max(0, box.Length - NonceSize - TagSize)];
            using var aes = new AesGcm(_sealingKey, TagSize);
            aes.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], material, Context(key.Id, key.Purpose));
            return material;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new SetupException(
                "The master key does not open the keys in this database: set Cardea:MasterKey, or put data/master.key back, to the one the database was made with.",
                exception);
        }
    }

    /// <summary>Says what it is; never its bytes.</summary>
    public override string ToString() => "master key";

    private static byte[] Context(string id, KeyPurpose purpose) => Encoding.UTF8.GetBytes($"{purpose}:{id}");
}
