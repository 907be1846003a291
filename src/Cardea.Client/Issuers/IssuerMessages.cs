namespace Cardea.Client.Issuers;

// These are classes, so that printing one shows no secret.

/// <summary>A request to sign up or in by password.</summary>
internal sealed class PasswordRequest
{
    public required string Email { get; init; }

    public required string Password { get; init; }

    public string? Device { get; init; }

    public string? DeviceToken { get; init; }

    public string? TrustToken { get; init; }
}

/// <summary>A request for a mailed link.</summary>
internal sealed class LinkRequest
{
    public required string Email { get; init; }
}

/// <summary>The answer to a request for a mailed link.</summary>
internal sealed class LinkAnswer
{
    public required string BrowserToken { get; init; }
}

/// <summary>A sign-in by a mailed link.</summary>
internal sealed class LinkSignInRequest
{
    public required string Token { get; init; }

    public required string BrowserToken { get; init; }

    public string? Device { get; init; }

    public string? TrustToken { get; init; }
}

/// <summary>The second factor of a sign-in, or of a proof.</summary>
internal sealed class SecondFactorRequest
{
    public required string MfaToken { get; init; }

    public required string Code { get; init; }

    public string? DeviceToken { get; init; }

    public string? RefreshToken { get; init; }

    public bool? TrustDevice { get; init; }
}

/// <summary>A step of adding the second factor that a sign-in asks for.</summary>
internal sealed class EnrolmentRequest
{
    public required string EnrolToken { get; init; }

    public string? MailCode { get; init; }

    public string? Code { get; init; }
}

/// <summary>A refresh, or a sign-out by refresh token.</summary>
internal sealed class RefreshRequest
{
    public required string RefreshToken { get; init; }

    public string? Audience { get; init; }
}

/// <summary>A proof by password, or by a mailed code.</summary>
internal sealed class ReauthenticationRequest
{
    public string? Password { get; init; }

    public string? Code { get; init; }

    public required string RefreshToken { get; init; }
}

/// <summary>A change of the password.</summary>
internal sealed class PasswordChangeRequest
{
    public required string CurrentPassword { get; init; }

    public required string NewPassword { get; init; }

    public required string RefreshToken { get; init; }
}

/// <summary>A new name for a device.</summary>
internal sealed class RenameRequest
{
    public string? Device { get; init; }
}

/// <summary>New tokens.</summary>
internal sealed class TokenAnswer
{
    public required string AccessToken { get; init; }

    public required long ExpiresIn { get; init; }

    public required string SessionId { get; init; }

    public string? RefreshToken { get; init; }

    public string? DeviceToken { get; init; }

    public string? TrustToken { get; init; }

    public IReadOnlyList<string>? RecoveryCodes { get; init; }

    public IReadOnlyList<string>? Notices { get; init; }
}

/// <summary>The sessions of the user.</summary>
internal sealed class SessionsAnswer
{
    public required IReadOnlyList<UserSession> Sessions { get; init; }
}

/// <summary>A problem (RFC 9457).</summary>
internal sealed class ProblemAnswer
{
    public string? Code { get; init; }

    public string? Detail { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    public string? MfaToken { get; init; }

    public string? EnrolToken { get; init; }

    public IReadOnlyList<string>? Methods { get; init; }

    public bool MailCodeRequired { get; init; }

    public string? Account { get; init; }

    public string? LinkToken { get; init; }

    public string? ExternalToken { get; init; }
}
