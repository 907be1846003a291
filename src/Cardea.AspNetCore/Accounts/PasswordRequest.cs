namespace Cardea.AspNetCore.Accounts;

/// <summary>A password, to show once more who one is. A class, so that printing it shows no password.</summary>
internal sealed class PasswordRequest
{
    /// <summary>The password.</summary>
    public string? Password { get; init; }
}
