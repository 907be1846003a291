namespace Cardea.AspNetCore.Accounts;

/// <summary>Who is signed in.</summary>
internal sealed record MeResponse(string Id, string Email, bool EmailVerified, IReadOnlyList<string> Roles, string SessionId);

/// <summary>An e-mail address that mail is asked for.</summary>
/// <param name="Email">The address.</param>
internal sealed record EmailRequest(string? Email);
