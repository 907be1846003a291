using System.Buffers.Binary;

namespace Cardea.Tokens;

/// <summary>
/// Identifies a session. It is a version-7 UUID whose timestamp is the session's absolute end. So expiry is known without the
/// database, and a table in the order of ids is in the order of ends. It is never a credential.
/// </summary>
/// <param name="Value">The UUID.</param>
public readonly record struct SessionId(Guid Value)
{
    /// <summary>The length in bytes, in network order.</summary>
    public const int Size = 16;

    private static readonly long LatestEnd = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Creates the id of a session whose absolute end is <paramref name="absoluteEnd"/>, to the millisecond.</summary>
    public static SessionId Create(DateTimeOffset absoluteEnd) => new(Guid.CreateVersion7(absoluteEnd));

    /// <summary>The absolute end of the session, read from the id (RFC 9562, section 5.7).</summary>
    public DateTimeOffset AbsoluteEnd
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Size];
            WriteTo(bytes);

            // 48 bits reach beyond the year 9999. Only forged ids contain such a time.
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16, LatestEnd));
        }
    }

    /// <summary>Reads an id. The only accepted spelling is 36 lower-case characters with hyphens, version 7.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SessionId id)
    {
        // Guid also reads upper case, and "+" or "0x" before a group. Only the spelling that Guid writes is accepted.
        Span<char> spelling = stackalloc char[36];
        var strict = Guid.TryParseExact(text, "D", out var value)
            && value is { Version: 7, Variant: >= 0x8 and <= 0xB }
            && value.TryFormat(spelling, out _, "D")
            && text.SequenceEqual(spelling);
        id = strict ? new(value) : default;
        return strict;
    }

    /// <summary>Reads the id from its <see cref="Size"/> bytes in network order.</summary>
    public static SessionId Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Writes the id as <see cref="Size"/> bytes in network order, which sort by absolute end.</summary>
    public void WriteTo(Span<byte> bytes) => Value.TryWriteBytes(bytes, bigEndian: true, out _);

    /// <summary>The id as <see cref="Size"/> bytes in network order, which sort by absolute end.</summary>
    public byte[] ToByteArray() => Value.ToByteArray(bigEndian: true);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
