using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Passwords;

namespace Cardea.AspNetCore.Addresses;

/// <summary>A mailed code, and the proof that the caller has the account. A class, so that printing it shows no secret.</summary>
internal sealed class EmailVerificationRequest
{
    /// <summary>The code of the link.</summary>
    public string? Token { get; init; }

    /// <summary>The secret of the browser, if the link is one that signs in.</summary>
    public string? BrowserToken { get; init; }

    /// <summary>Or the eight digits of the mail, in the session that asked for the mail.</summary>
    public string? Code { get; init; }

    /// <summary>The password of the account, if the request comes from none of its sessions.</summary>
    public string? Password { get; init; }

    /// <summary>Or the answer of a passkey of the account, to <c>POST /auth/passkeys/sign-in/options</c>.</summary>
    public PasskeyRequest? Passkey { get; init; }

    /// <summary>Or a new password: it takes an account over whose address was never verified.</summary>
    public string? NewPassword { get; init; }
}

/// <summary>A mailed code. A class, so that printing it shows no secret.</summary>
internal sealed class CodeRequest
{
    /// <summary>The code.</summary>
    public string? Token { get; init; }
}

/// <summary>Another e-mail address for the account. A class, so that printing it shows no secret.</summary>
internal sealed class EmailChangeRequest : ICarriesPassword
{
    /// <summary>The new address.</summary>
    public string? NewEmail { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }
}
