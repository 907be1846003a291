namespace Cardea.AspNetCore.Passwords;

/// <summary>A new password in the place of the old one. A class, so that printing it shows no secret.</summary>
internal sealed class PasswordChangeRequest : ICarriesPassword
{
    /// <summary>The old password. An account without a password needs none.</summary>
    public string? CurrentPassword { get; init; }

    /// <summary>The new password.</summary>
    public string? NewPassword { get; init; }

    /// <summary>The session's refresh token: it is rotated. Without it the client keeps the one that it has.</summary>
    public string? RefreshToken { get; init; }

    string? ICarriesPassword.Password => CurrentPassword;
}

/// <summary>A new password for a mailed code. A class, so that printing it shows no secret.</summary>
internal sealed class PasswordResetRequest
{
    /// <summary>The code.</summary>
    public string? Token { get; init; }

    /// <summary>The new password.</summary>
    public string? NewPassword { get; init; }
}

/// <summary>A password that proves again who the user is. A class, so that printing it shows no secret.</summary>
internal sealed class PasswordRequest : ICarriesPassword
{
    /// <summary>The password.</summary>
    public string? Password { get; init; }
}
