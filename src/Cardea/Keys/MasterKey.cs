using System.Security.Cryptography;
using System.Text;

namespace Cardea.Keys;

/// <summary>
/// Seals the keys and other secrets in the store (AES-256-GCM). A copy of the database alone can sign and decrypt nothing.
/// </summary>
internal sealed class MasterKey
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _sealingKey = new byte[Size];
    private readonly byte[] _macKey = new byte[Size];

    /// <summary>Derives the keys for sealing and for MACs (RFC 5869) from the master key's bytes.</summary>
    public MasterKey(ReadOnlySpan<byte> material)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(material.Length, Size);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, material, _sealingKey, salt: [], "cardea sealed keys"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, material, _macKey, salt: [], "cardea message authentication"u8);
    }

    /// <summary>Creates a master key, in the base64 that <see cref="Parse"/> and the settings accept.</summary>
    public static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads a master key from 32 bytes in base64.</summary>
    /// <exception cref="SetupException">The text is not 32 bytes in base64.</exception>
    public static MasterKey Parse(string base64)
    {
        Span<byte> material = stackalloc byte[Size];
        return Convert.TryFromBase64String(base64, material, out var written) && written == Size
            ? new MasterKey(material)
            : throw new SetupException("The master key must be 32 bytes in base64: make one with 'openssl rand -base64 32'.");
    }

    /// <summary>Encrypts a key's material, bound to its id and purpose.</summary>
    public byte[] Seal(string id, KeyPurpose purpose, ReadOnlySpan<byte> material) => Seal(Context(id, purpose), material);

    /// <summary>Encrypts a secret for the store, bound to its kind and its owner.</summary>
    /// <param name="context">The kind and the owner. The same context decrypts it.</param>
    /// <param name="secret">The secret.</param>
    public byte[] Seal(string context, ReadOnlySpan<byte> secret)
    {
        var box = new byte[NonceSize + secret.Length + TagSize];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_sealingKey, TagSize);
        aes.Encrypt(
            box.AsSpan(0, NonceSize), secret, box.AsSpan(NonceSize, secret.Length), box.AsSpan(NonceSize + secret.Length), Encoding.UTF8.GetBytes(context));
        return box;
    }

    /// <summary>Decrypts a stored key.</summary>
    /// <exception cref="SetupException">The key was sealed under another master key, or is damaged.</exception>
    public byte[] Open(StoredKey key) =>
        Open(Context(key.Id, key.Purpose), key.SealedMaterial.Span) ?? throw new SetupException(
            "The master key does not open the keys in this database: set Cardea:MasterKey to the key that the database was made with, or restore its data/master.key.");

    /// <summary>Decrypts a secret that <see cref="Seal(string, ReadOnlySpan{byte})"/> encrypted.</summary>
    /// <returns>The secret, or <see langword="null"/> if it was sealed under another master key or context, or is damaged.</returns>
    public byte[]? Open(string context, ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceSize + TagSize)
        {
            return null;
        }

        var secret = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_sealingKey, TagSize);
        try
        {
            aes.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], secret, Encoding.UTF8.GetBytes(context));
            return secret;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Computes a MAC (HMAC-SHA-256, 32 bytes), bound to its kind.</summary>
    /// <param name="context">The kind of the text, without a NUL character.</param>
    /// <param name="text">The text.</param>
    public byte[] Authenticate(string context, ReadOnlySpan<byte> text) => HMACSHA256.HashData(_macKey, (byte[])[.. Encoding.UTF8.GetBytes(context), 0, .. text]);

    /// <summary>Returns a description, never the bytes.</summary>
    public override string ToString() => "master key";

    private static string Context(string id, KeyPurpose purpose) => $"{purpose}:{id}";
}
