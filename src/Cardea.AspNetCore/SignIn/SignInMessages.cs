using System.Text.Json;
using Cardea.AspNetCore.Factors;

namespace Cardea.AspNetCore.SignIn;

/// <summary>An address and a password, to sign in. A class, so that printing it shows no password.</summary>
internal sealed class CredentialsRequest
{
    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The user's name for this device, in the list of sessions.</summary>
    public string? Device { get; init; }

    /// <summary>The <c>deviceToken</c> of an earlier sign-in on this device. A browser has it in a cookie.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>The <c>trustToken</c> of an earlier sign-in on this device. A browser has it in a cookie.</summary>
    public string? TrustToken { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }

    /// <summary>The answer to a bot challenge, after 403 <c>challenge_required</c>.</summary>
    public string? Challenge { get; init; }
}

/// <summary>A new account: its address, and a password or a passkey. A class, so that printing it shows no secret.</summary>
internal sealed class RegistrationRequest
{
    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The code of an invitation's link. The address is verified then.</summary>
    public string? Invitation { get; init; }

    /// <summary>Or the answer of a new passkey, to <c>POST /auth/register/passkey-options</c>.</summary>
    public PasskeyRequest? Passkey { get; init; }

    /// <summary>The user's name for this device, in the list of sessions.</summary>
    public string? Device { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }

    /// <summary>The answer to a bot challenge, after 403 <c>challenge_required</c>.</summary>
    public string? Challenge { get; init; }
}

/// <summary>Signs in by a mailed code. A class, so that printing it shows neither secret.</summary>
internal sealed class LinkRequest
{
    /// <summary>The mailed code.</summary>
    public string? Token { get; init; }

    /// <summary>The secret of the browser that asked for it.</summary>
    public string? BrowserToken { get; init; }

    /// <summary>The <c>trustToken</c> of an earlier sign-in on this device. A browser has it in a cookie.</summary>
    public string? TrustToken { get; init; }

    /// <summary>The user's name for this device, in the list of sessions.</summary>
    public string? Device { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }
}

/// <summary>The secret that a browser keeps until its link is opened. A class, so that printing it shows no secret.</summary>
internal sealed class LinkResponse
{
    /// <summary>The mailed code works only together with this secret: a link that is opened elsewhere does not sign in.</summary>
    public required string BrowserToken { get; init; }
}

/// <summary>The second factor of a sign-in. A class, so that printing it shows no code.</summary>
internal sealed class MfaRequest
{
    /// <summary>The <c>mfaToken</c> of the answer to the first factor.</summary>
    public string? MfaToken { get; init; }

    /// <summary>A code of the authenticator app, or a recovery code.</summary>
    public string? Code { get; init; }

    /// <summary>The <c>deviceToken</c> of an earlier sign-in on this device. A browser has it in a cookie.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>The session's refresh token, for a reauthentication. It is rotated.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>True to trust this device, so that its next sign-ins need no second step. Default false. Nothing happens where no device is trusted.</summary>
    public bool TrustDevice { get; init; }

    /// <summary>Or the answer of a passkey, as the browser gives it.</summary>
    public JsonElement? Credential { get; init; }

    /// <summary>The audience of the access token. Default: the one that the first step named.</summary>
    public string? Audience { get; init; }
}

/// <summary>A password or a mailed code that proves again who the user is. A class, so that printing it shows no secret.</summary>
internal sealed class ReauthenticationRequest
{
    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>Or, for an account without a password, the code of <c>POST /auth/reauthenticate/code</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The session's refresh token: it is rotated. Without it the client keeps the one that it has.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The audience of the access token: the issuer, or the audience of the APIs, which is the default.</summary>
    public string? Audience { get; init; }
}
