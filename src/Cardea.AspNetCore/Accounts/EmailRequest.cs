namespace Cardea.AspNetCore.Accounts;

/// <summary>An e-mail address that mail is asked for.</summary>
/// <param name="Email">The address.</param>
internal sealed record EmailRequest(string? Email);
