namespace Cardea.Client;

/// <summary>The account of the signed-in user.</summary>
/// <param name="Id">The id of the user.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="EmailVerified">True if the user has shown that the address is theirs.</param>
/// <param name="Roles">The roles of the user.</param>
/// <param name="SessionId">The session of this client.</param>
public sealed record UserAccount(string Id, string Email, bool EmailVerified, IReadOnlyList<string> Roles, string SessionId);
