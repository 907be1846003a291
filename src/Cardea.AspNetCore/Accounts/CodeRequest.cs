namespace Cardea.AspNetCore.Accounts;

/// <summary>A mailed code. A class, so that printing it does not show it.</summary>
internal sealed class CodeRequest
{
    /// <summary>The code.</summary>
    public string? Token { get; init; }
}
