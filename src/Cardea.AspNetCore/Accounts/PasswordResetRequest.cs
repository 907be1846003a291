namespace Cardea.AspNetCore.Accounts;

/// <summary>A new password for a mailed code. A class, so that printing it shows neither.</summary>
internal sealed class PasswordResetRequest
{
    /// <summary>The code.</summary>
    public string? Token { get; init; }

    /// <summary>The new password.</summary>
    public string? NewPassword { get; init; }
}
