using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cardea.Tokens;

/// <summary>
/// A refresh token that we issued: <c>"cdr_" + base64url(version ‖ key id ‖ session id ‖ generation ‖ secret ‖ tag)</c>.
/// Its successors are determined by it, so that a retry gets the same one and no plaintext is kept for it.
/// </summary>
/// <remarks>A class, not a record: what it prints and how it compares must never involve the secret.</remarks>
public sealed class RefreshToken
{
    internal const string Prefix = "cdr_";
    internal const byte Version = 1;
    internal const int SecretSize = 32;
    internal const int TagSize = 16;
    internal const int PayloadSize = 2 + SessionId.Size + sizeof(int) + SecretSize;
    internal const int EncodedLength = 4 + ((((PayloadSize + TagSize) * 4) + 2) / 3);

    private readonly RefreshTokenKey _key;
    private readonly byte[] _secret;
    private byte[]? _hash;

    internal RefreshToken(RefreshTokenKey key, SessionId sessionId, int generation, byte[] secret)
    {
        _key = key;
        SessionId = sessionId;
        Generation = generation;
        _secret = secret;
    }

    /// <summary>The session it keeps alive.</summary>
    public SessionId SessionId { get; }

    /// <summary>How many rotations came before it.</summary>
    public int Generation { get; }

    /// <summary>SHA-256 of the secret: all that is stored of it.</summary>
    public ReadOnlySpan<byte> Hash => _hash ??= SHA256.HashData(_secret);

    /// <summary>Its successor of the next generation: always the same one.</summary>
    public RefreshToken Next() => new(_key, SessionId, Generation + 1, _key.NextSecret(SessionId, Generation, _secret));

    /// <summary>Its successor of a later generation.</summary>
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

    /// <summary>Whether <paramref name="storedHash"/> is the hash of this token's secret, compared in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> storedHash) => CryptographicOperations.FixedTimeEquals(Hash, storedHash);

    /// <summary>The token as its client gets it. A secret: it belongs in the response and nowhere else.</summary>
    public string Reveal()
    {
        Span<byte> bytes = stackalloc byte[PayloadSize + TagSize];
        bytes[0] = Version;
        bytes[1] = _key.Id;
        SessionId.WriteTo(bytes[2..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(2 + SessionId.Size)..], Generation);
        _secret.CopyTo(bytes[(PayloadSize - SecretSize)..]);
        _key.Tag(bytes[..PayloadSize], bytes[PayloadSize..]);

        Span<char> text = stackalloc char[EncodedLength];
        Prefix.CopyTo(text);
        Base64Url.EncodeToChars(bytes, text[Prefix.Length..]);
        return new(text);
    }

    /// <summary>Session and generation; never the secret.</summary>
    public override string ToString() => $"{SessionId} generation {Generation}";
}
