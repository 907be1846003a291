using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cardea.Tokens;

/// <summary>
/// A refresh token of this issuer: <c>"cdr_" + base64url(version ‖ flags ‖ key id ‖ session id ‖ generation ‖ secret ‖ tag)</c>. A token
/// determines its successors. So a retry gets the same successor, and the store keeps no plaintext of it.
/// </summary>
/// <remarks>A class, not a record: printing or comparing it must never use the secret.</remarks>
internal sealed class RefreshToken
{
    internal const string Prefix = "cdr_";
    internal const byte Version = 1;
    internal const int SecretSize = 32;
    internal const int TagSize = 16;
    internal const int HeaderSize = 3;
    internal const int PayloadSize = HeaderSize + SessionId.Size + sizeof(int) + SecretSize;
    internal const int EncodedLength = 4 + ((((PayloadSize + TagSize) * 4) + 2) / 3);

    private readonly RefreshTokenKey _key;
    private readonly byte[] _secret;
    private byte[]? _hash;

    internal RefreshToken(RefreshTokenKey key, TokenTransport transport, SessionId sessionId, int generation, byte[] secret)
    {
        _key = key;
        Transport = transport;
        SessionId = sessionId;
        Generation = generation;
        _secret = secret;
    }

    /// <summary>How the token travels. A request cannot show whether its cookie is persistent, so the token says it.</summary>
    public TokenTransport Transport { get; }

    /// <summary>True if the token travels in a cookie. Cookies can go backwards, so such sessions rotate by rules of their own.</summary>
    public bool IsOfCookie => Transport.HasFlag(TokenTransport.Cookie);

    /// <summary>The session of the token.</summary>
    public SessionId SessionId { get; }

    /// <summary>How many rotations came before this token.</summary>
    public int Generation { get; }

    /// <summary>SHA-256 of the secret. The store keeps nothing else of the token.</summary>
    public ReadOnlySpan<byte> Hash => _hash ??= SHA256.HashData(_secret);

    /// <summary>Returns the successor of the next generation. It is always the same.</summary>
    public RefreshToken Next() => new(_key, Transport, SessionId, Generation + 1, _key.NextSecret(SessionId, Generation, _secret));

    /// <summary>Returns the successor of a later generation.</summary>
    public RefreshToken Descend(int generation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(generation, Generation);
        var descendant = this;
        while (descendant.Generation < generation)
        {
            descendant = descendant.Next();
        }

        return descendant;
    }

    /// <summary>True if <paramref name="storedHash"/> is the hash of this token's secret. The comparison takes constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> storedHash) => CryptographicOperations.FixedTimeEquals(Hash, storedHash);

    /// <summary>Returns the token in the form that its client gets. It is a secret: it belongs in the response and nowhere else.</summary>
    public string Reveal()
    {
        Span<byte> bytes = stackalloc byte[PayloadSize + TagSize];
        bytes[0] = Version;
        bytes[1] = (byte)Transport;
        bytes[2] = _key.Id;
        SessionId.WriteTo(bytes[HeaderSize..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(HeaderSize + SessionId.Size)..], Generation);
        _secret.CopyTo(bytes[(PayloadSize - SecretSize)..]);
        _key.Tag(bytes[..PayloadSize], bytes[PayloadSize..]);

        Span<char> text = stackalloc char[EncodedLength];
        Prefix.CopyTo(text);
        Base64Url.EncodeToChars(bytes, text[Prefix.Length..]);
        return new(text);
    }

    /// <summary>Returns session and generation, never the secret.</summary>
    public override string ToString() => $"{SessionId} generation {Generation}";
}
