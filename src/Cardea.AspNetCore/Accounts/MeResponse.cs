using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Who is signed in.</summary>
internal sealed record MeResponse(string Id, string Email, bool EmailVerified, IReadOnlyList<string> Roles, string SessionId);
