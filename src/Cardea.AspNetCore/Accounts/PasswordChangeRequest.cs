namespace Cardea.AspNetCore.Accounts;

/// <summary>A new password for the old one. A class, so that printing it shows neither.</summary>
internal sealed class PasswordChangeRequest
{
    /// <summary>The password of before.</summary>
    public string? CurrentPassword { get; init; }

    /// <summary>The new one.</summary>
    public string? NewPassword { get; init; }
}
