using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;

namespace Cardea.AspNetCore.Factors;

/// <summary>A key for an authenticator app. A class, so that printing it shows no key.</summary>
/// <param name="secret">The key, in base32, to be typed.</param>
/// <param name="uri">The same as an address that apps take.</param>
/// <param name="qrCode">The address as a picture, to be scanned: a PNG as a data URL.</param>
internal sealed class AuthenticatorResponse(string secret, string uri, string qrCode)
{
    public string Secret { get; } = secret;

    public string Uri { get; } = uri;

    public string QrCode { get; } = qrCode;
}

/// <summary>Says if an authenticator app is a factor of the account.</summary>
internal sealed record AuthenticatorStateResponse(bool Enabled);

/// <summary>Asks for what a new factor needs. A class, so that printing it shows no secret.</summary>
internal sealed class NewFactorRequest : ICarriesPassword, ICarriesEnrolToken
{
    /// <summary>The account's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }

    /// <summary>The <c>enrolToken</c> of a sign-in, instead of an access token.</summary>
    public string? EnrolToken { get; init; }

    /// <summary>The mailed code that belongs to the <c>enrolToken</c>, on a device that the account does not know.</summary>
    public string? MailCode { get; init; }
}

/// <summary>A code of the authenticator app. A class, so that printing it shows no secret.</summary>
internal sealed class ConfirmationRequest : ICarriesPassword, ICarriesEnrolToken
{
    /// <summary>The six digits.</summary>
    public string? Code { get; init; }

    /// <summary>True to end the other sessions. Default false.</summary>
    public bool EndOthers { get; init; }

    /// <summary>The <c>enrolToken</c> of a sign-in, instead of an access token.</summary>
    public string? EnrolToken { get; init; }

    /// <summary>The account's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}

/// <summary>Asks for new recovery codes. A class, so that printing it shows no secret.</summary>
internal sealed class NewRecoveryCodesRequest : ICarriesPassword
{
    /// <summary>True to end the other sessions. Default false.</summary>
    public bool EndOthers { get; init; }

    /// <summary>The account's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}

/// <summary>Recovery codes, shown this once. A class, so that printing it shows none.</summary>
internal sealed class RecoveryCodesResponse
{
    /// <summary>The codes; empty if the account keeps the codes that it has.</summary>
    public required IReadOnlyList<string> RecoveryCodes { get; init; }
}

/// <summary>How many recovery codes there still are.</summary>
internal sealed record RecoveryCodesLeftResponse(int Left);
