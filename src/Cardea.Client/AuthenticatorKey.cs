namespace Cardea.Client;

/// <summary>What an authenticator app takes. Printing it shows no secret.</summary>
public sealed class AuthenticatorKey
{
    /// <summary>The key, for users who type it: Base32 (RFC 4648).</summary>
    public required string Secret { get; init; }

    /// <summary>The same as an address that apps know (<c>otpauth:</c>).</summary>
    public required Uri Uri { get; init; }

    /// <summary>The address as a QR code, in SVG.</summary>
    public required string QrCode { get; init; }
}
