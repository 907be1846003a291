namespace Cardea.AspNetCore.Accounts;

/// <summary>A new password for the old one. A class, so that printing it shows neither, and no token.</summary>
internal sealed class PasswordChangeRequest
{
    /// <summary>The password of before.</summary>
    public string? CurrentPassword { get; init; }

    /// <summary>The new one.</summary>
    public string? NewPassword { get; init; }

    /// <summary>The session's refresh token: it is rotated. Without it the client keeps the one that it has.</summary>
    public string? RefreshToken { get; init; }
}
