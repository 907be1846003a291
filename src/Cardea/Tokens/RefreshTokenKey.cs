using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cardea.Tokens;

/// <summary>
/// Issues refresh tokens, recognises them and derives their successors. A session keeps its first key for all its life. So a
/// newer key does not change the successors of its tokens.
/// </summary>
internal sealed class RefreshTokenKey
{
    /// <summary>The length of the key's material in bytes.</summary>
    public const int MaterialSize = 32;

    private readonly byte[] _tagKey;
    private readonly byte[] _chainKey;

    /// <summary>Derives two separate keys, for tags and for successors, from one material (RFC 5869).</summary>
    public RefreshTokenKey(byte id, ReadOnlySpan<byte> material)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(material.Length, MaterialSize);
        Id = id;
        _tagKey = Derive(material, "cardea refresh token tag"u8);
        _chainKey = Derive(material, "cardea refresh token chain"u8);
    }

    /// <summary>The key's id in its tokens.</summary>
    public byte Id { get; }

    /// <summary>Creates the first token of a new session, with a random secret.</summary>
    public RefreshToken Begin(SessionId sessionId, TokenTransport transport = TokenTransport.Body) =>
        new(this, transport, sessionId, generation: 0, RandomNumberGenerator.GetBytes(RefreshToken.SecretSize));

    /// <summary>
    /// Reads a token that one of <paramref name="keys"/> issued. Everything else is refused here, before the database is asked.
    /// That includes another spelling of a token, such as padding, white space or stray bits.
    /// </summary>
    public static RefreshToken? Read(ReadOnlySpan<char> text, Func<byte, RefreshTokenKey?> keys)
    {
        if (text.Length != RefreshToken.EncodedLength || !text.StartsWith(RefreshToken.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[RefreshToken.PayloadSize + RefreshToken.TagSize];
        var encoded = text[RefreshToken.Prefix.Length..];

        // TryDecodeFromChars does not fit here: it throws if a character is outside the alphabet.
        if (!IsStrictBase64Url(encoded)
            || Base64Url.DecodeFromChars(encoded, bytes, out _, out var written) != OperationStatus.Done
            || written != bytes.Length)
        {
            return null;
        }

        var payload = bytes[..RefreshToken.PayloadSize];
        var transport = (TokenTransport)payload[1];
        if (payload[0] != RefreshToken.Version || !IsKnown(transport) || keys(payload[2]) is not { } key)
        {
            return null;
        }

        Span<byte> tag = stackalloc byte[RefreshToken.TagSize];
        key.Tag(payload, tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, bytes[RefreshToken.PayloadSize..]))
        {
            return null;
        }

        var sessionId = SessionId.Read(payload.Slice(RefreshToken.HeaderSize, SessionId.Size));
        var generation = BinaryPrimitives.ReadInt32BigEndian(payload[(RefreshToken.HeaderSize + SessionId.Size)..]);
        return new(key, transport, sessionId, generation, payload[^RefreshToken.SecretSize..].ToArray());
    }

    /// <summary>Returns the key's id, never its material.</summary>
    public override string ToString() => $"refresh token key {Id}";

    internal void Tag(ReadOnlySpan<byte> payload, Span<byte> tag)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_tagKey, payload, mac);
        mac[..RefreshToken.TagSize].CopyTo(tag);
    }

    internal byte[] NextSecret(SessionId sessionId, int generation, ReadOnlySpan<byte> secret) =>
        DeriveSecret("next"u8, sessionId, generation, secret);

    private byte[] DeriveSecret(ReadOnlySpan<byte> label, SessionId sessionId, int generation, ReadOnlySpan<byte> secret)
    {
        Span<byte> input = stackalloc byte[label.Length + SessionId.Size + sizeof(int) + RefreshToken.SecretSize];
        label.CopyTo(input);
        sessionId.WriteTo(input[label.Length..]);
        BinaryPrimitives.WriteInt32BigEndian(input[(label.Length + SessionId.Size)..], generation);
        secret.CopyTo(input[^RefreshToken.SecretSize..]);
        return HMACSHA256.HashData(_chainKey, input);
    }

    private static byte[] Derive(ReadOnlySpan<byte> material, ReadOnlySpan<byte> label)
    {
        var key = new byte[MaterialSize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, material, key, salt: [], label);
        return key;
    }

    // A flag of a later version is not read by the rules of this one.
    private static bool IsKnown(TokenTransport transport) =>
        transport == TokenTransport.Body
        || (transport.HasFlag(TokenTransport.Cookie)
            && (transport & ~(TokenTransport.Cookie | TokenTransport.Persistent | TokenTransport.RefreshOnly)) == 0);

    // 71 bytes leave two spare bits in the last character. Only the spelling in which they are zero is accepted.
    private static bool IsStrictBase64Url(ReadOnlySpan<char> text) => "AEIMQUYcgkosw048".Contains(text[^1], StringComparison.Ordinal);
}
