namespace Cardea.AspNetCore.Factors;

/// <summary>What an authenticator app has to be told. A class, so that printing it shows no key.</summary>
/// <param name="secret">The key, in base32, to be typed.</param>
/// <param name="uri">The same as an address that apps take.</param>
/// <param name="qrCode">The address as a picture, to be scanned: a PNG as a data URL.</param>
internal sealed class AuthenticatorResponse(string secret, string uri, string qrCode)
{
    public string Secret { get; } = secret;

    public string Uri { get; } = uri;

    public string QrCode { get; } = qrCode;
}
