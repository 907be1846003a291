namespace Cardea.AspNetCore.Accounts;

/// <summary>What signs up or in. A class, so that printing it shows no password.</summary>
internal sealed class CredentialsRequest
{
    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>What to call this device in the list of sessions.</summary>
    public string? Device { get; init; }
}
