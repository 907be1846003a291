using System.Buffers;
using System.Buffers.Text;

namespace Cardea.Validation.Tokens;

/// <summary>
/// The parts of a signed JWT (RFC 7515, section 3.1). Only the one exact spelling is read: the libraries ignore padding and white
/// space, and would let one token have many texts.
/// </summary>
/// <param name="Header">The header, as JSON that is not verified yet.</param>
/// <param name="Payload">The payload, as JSON that is not verified yet.</param>
internal sealed record CompactToken(byte[] Header, byte[] Payload)
{
    /// <summary>The longest token that is read, in characters.</summary>
    public const int MaximumLength = 8 * 1024;

    // r and s, 32 bytes each (RFC 7518, section 3.4).
    private const int SignatureSize = 64;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Splits a token into its parts; <see langword="null"/> if the text is not a signed JWT.</summary>
    public static CompactToken? Read(ReadOnlySpan<char> text)
    {
        // A fourth part is enough to refuse the token (a JWE has five).
        Span<Range> parts = stackalloc Range[4];
        return text.Length <= MaximumLength
            && text.Split(parts, '.') == 3
            && Decode(text[parts[0]]) is { } header
            && Decode(text[parts[1]]) is { } payload
            && Decode(text[parts[2]]) is { Length: SignatureSize }
            ? new(header, payload)
            : null;
    }

    private static byte[]? Decode(ReadOnlySpan<char> part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return !part.ContainsAnyExcept(Alphabet)
            && Base64Url.DecodeFromChars(part, bytes, out _, out var written) == OperationStatus.Done
            ? bytes[..written]
            : null;
    }
}
