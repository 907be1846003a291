using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cardea.Devices;

/// <summary>A secret of a device that is trusted for the second step: 256 random bits. The store has only its hash.</summary>
/// <remarks>A class, because a record would print the secret.</remarks>
internal sealed class TrustToken
{
    private const int Size = 32;

    private readonly string _text;

    private TrustToken(string text) => _text = text;

    /// <summary>The number of characters of a token.</summary>
    public static int Length { get; } = Base64Url.GetEncodedLength(Size);

    /// <summary>The hash, for the store.</summary>
    public TrustHash Hash => TrustHash.Of(_text);

    /// <summary>Creates a token from random bits.</summary>
    public static TrustToken Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size)));

    /// <summary>Returns the token for its device.</summary>
    public string Reveal() => _text;
}
