namespace Cardea.Providers.NativeApps;

/// <summary>A nonce for one sign-in of a native app.</summary>
internal sealed record NonceResponse(string Nonce);

/// <summary>The id token that the provider gave to a native app. A class, so that printing it shows no secret.</summary>
internal sealed class IdTokenRequest
{
    /// <summary>The id token.</summary>
    public string? IdToken { get; init; }

    /// <summary>The nonce from <c>POST /auth/external/{provider}/nonce</c>. It can be left out if the id token has it in plain form.</summary>
    public string? Nonce { get; init; }

    /// <summary>The app's challenge (S256, RFC 7636), whose verifier later steps need. Default: the nonce is the verifier.</summary>
    public string? CodeChallenge { get; init; }

    /// <summary>The user's name for this device, in the list of sessions.</summary>
    public string? Device { get; init; }

    /// <summary>The <c>deviceToken</c> of an earlier sign-in on this device.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }
}
