namespace Cardea.AspNetCore.Accounts;

/// <summary>Another e-mail address for the account. A class, so that printing it shows no password.</summary>
internal sealed class EmailChangeRequest
{
    /// <summary>The new address.</summary>
    public string? NewEmail { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }
}
