using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cardea.Keys;
using Cardea.Tokens;

namespace Cardea.Devices;

/// <summary>
/// Issues and recognises device tokens. A token says that somebody on this device has signed in to the account before. It signs
/// nobody in: it only selects a separate allowance of guesses (OWASP, "Slow down online guessing attacks with device cookies").
/// </summary>
/// <remarks>
/// A token is a nonce, the time, and a MAC of 128 bits over both, the user and the user's device epoch. It names no user, so it tells
/// nothing about who uses the device.
/// </remarks>
internal sealed class DeviceTokens(MasterKey masterKey, TimeProvider clock)
{
    /// <summary>How long a token is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private const int NonceSize = 16;
    private const int SignedSize = NonceSize + sizeof(uint);
    private const int MacSize = 16;
    private const int Size = SignedSize + MacSize;

    /// <summary>The number of characters of a token.</summary>
    public static int Length { get; } = Base64Url.GetEncodedLength(Size);

    /// <summary>Issues a token.</summary>
    /// <param name="user">The user who has signed in on the device.</param>
    /// <param name="epoch">The user's device epoch. A higher epoch voids the token.</param>
    public DeviceToken Issue(UserId user, long epoch)
    {
        Span<byte> token = stackalloc byte[Size];
        RandomNumberGenerator.Fill(token[..NonceSize]);
        BinaryPrimitives.WriteUInt32BigEndian(token[NonceSize..], (uint)clock.GetUtcNow().ToUnixTimeSeconds());
        Sign(token[..SignedSize], user, epoch, token[SignedSize..]);
        return new(Base64Url.EncodeToString(token));
    }

    /// <summary>Finds the first token that is of this user and still valid.</summary>
    /// <returns>The name of the device, for its own count of guesses; null if no token is.</returns>
    public string? Recognise(IEnumerable<string> tokens, UserId user, long epoch) => tokens.FirstOrDefault(token => IsOf(token, user, epoch))?[..Base64Url.GetEncodedLength(NonceSize)];

    private bool IsOf(string text, UserId user, long epoch)
    {
        Span<byte> token = stackalloc byte[Size];
        if (text.Length != Length || !Base64Url.TryDecodeFromChars(text, token, out var written) || written != Size)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[MacSize];
        Sign(token[..SignedSize], user, epoch, mac);
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(token[NonceSize..]));
        return CryptographicOperations.FixedTimeEquals(mac, token[SignedSize..]) && issuedAt + Lifetime > clock.GetUtcNow();
    }

    private void Sign(ReadOnlySpan<byte> signed, UserId user, long epoch, Span<byte> mac)
    {
        var name = Encoding.UTF8.GetBytes(user.Value);
        var text = new byte[SignedSize + sizeof(long) + name.Length];
        signed.CopyTo(text);
        BinaryPrimitives.WriteInt64BigEndian(text.AsSpan(SignedSize), epoch);
        name.CopyTo(text.AsSpan(SignedSize + sizeof(long)));
        masterKey.Authenticate("device token", text).AsSpan(0, MacSize).CopyTo(mac);
    }
}
