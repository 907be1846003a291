using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Which refresh token it is, as it says itself.</summary>
/// <param name="Session">The session.</param>
/// <param name="Generation">The generation.</param>
/// <param name="Fingerprint">Tells two tokens apart that say the same.</param>
public sealed record Held(Guid Session, int Generation, ulong Fingerprint)
{
    private const string Prefix = "cdr_";

    public static Held Of(string refreshToken)
    {
        var bytes = Base64Url.DecodeFromChars(refreshToken.AsSpan(Prefix.Length));
        return new(
            new Guid(bytes.AsSpan(3, 16), bigEndian: true),
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(19, 4)),
            BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes)));
    }

    public override string ToString() => $"generation {Generation} ({Fingerprint % 1000})";
}
