using System.Diagnostics.CodeAnalysis;
using Cardea.Accounts;
using Cardea.Codes;
using Cardea.Keys;
using OtpNet;
using QRCoder;

namespace Cardea.AspNetCore.Factors;

/// <summary>The app that shows a code of six digits every half minute (TOTP, RFC 6238), and the key that the app needs.</summary>
internal sealed class AuthenticatorApp(MasterKey masterKey, CardeaOptions options, TimeProvider clock)
{
    // Every app supports SHA-1, six digits and 30 seconds. The key is as long as the hash (RFC 4226, section 4).
    private const int KeySize = 20;
    private const int PixelsPerModule = 4;

    // 128 bits in Base32.
    private const int ShortestKey = 26;

    // The code before and the code after are accepted too: clocks differ, and typing takes time (RFC 6238, section 5.2).
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>Makes a key for a user, sealed for the store.</summary>
    public byte[] MakeKey(CardeaUser user) => masterKey.Seal(Context(user), KeyGeneration.GenerateRandomKey(KeySize));

    /// <summary>True if a text is a key as other services keep it: Base32 of at least 128 bits (RFC 4226, section 4).</summary>
    public static bool IsKey(string text) =>
        text.Length >= ShortestKey && text.TrimEnd('=').All(static letter => char.ToUpperInvariant(letter) is (>= 'A' and <= 'Z') or (>= '2' and <= '7'));

    /// <summary>True if a text is digits, as apps show them, in groups or not.</summary>
    public static bool IsCode([NotNullWhen(true)] string? text) => text is not null && TypedText.Plain(text) is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

    /// <summary>Seals a key that the user's app has already.</summary>
    public byte[] SealKey(CardeaUser user, string key) => masterKey.Seal(Context(user), Base32Encoding.ToBytes(key));

    /// <summary>Describes the key for the app: as text, as an address, and as a picture of the address.</summary>
    public AuthenticatorResponse? Describe(CardeaUser user) => Open(user) is { } key ? Describe(key, user.Email) : null;

    /// <summary>Describes a key that another store keeps.</summary>
    /// <param name="key">The key, in Base32.</param>
    /// <param name="email">The address of the account.</param>
    public AuthenticatorResponse Describe(string key, string email) => Describe(Base32Encoding.ToBytes(key), email);

    // A colon separates the issuer from the account in the address, and some apps refuse a second one.
    private string Name => options.ServiceName.Replace(":", "", StringComparison.Ordinal);

    private AuthenticatorResponse Describe(byte[] key, string email)
    {
        var address = new OtpUri(OtpType.Totp, key, email, Name).ToString();
        return new(Base32Encoding.ToString(key), address, Picture(address));
    }

    /// <summary>The picture of an address that apps scan: a PNG as a data URL.</summary>
    public static string Picture(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(PixelsPerModule))}";
    }

    /// <summary>The time step of a code; null if the code is wrong or its step was used. Apps show a space in the middle of a code.</summary>
    public long? FindStep(CardeaUser user, string code) =>
        Open(user) is { } key
        && new Totp(key).VerifyTotp(clock.GetUtcNow().UtcDateTime, TypedText.Plain(code), out var step, Window)
        && (user.AuthenticatorStep is null || step > user.AuthenticatorStep)
            ? step
            : null;

    private static string Context(CardeaUser user) => $"authenticator:{user.Id}";

    private byte[]? Open(CardeaUser user) => user.AuthenticatorKey is { } box ? masterKey.Open(Context(user), box.Span) : null;
}
