using Cardea.AspNetCore.Attempts;
using Cardea.External;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>An enabled account as sign-in sees it, whichever store keeps it.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="EmailVerified">True if the user has shown that the address is theirs.</param>
/// <param name="Roles">The roles.</param>
/// <param name="SecurityStamp">
/// The stamp of the credential that was checked; the store compares it when it inserts the session. Null if the users live in
/// another store than the sessions.
/// </param>
/// <param name="Epochs">
/// How often the sessions of the user were ended together, read before the credential was checked. The store compares it when it
/// inserts the session.
/// </param>
/// <param name="SecondFactors">The second factors, of which one is due; empty if a password alone signs in.</param>
internal sealed record Account(
    UserId Id, string Email, bool EmailVerified, IReadOnlyList<string> Roles, string? SecurityStamp, UserEpochs Epochs, IReadOnlyList<string> SecondFactors)
{
    /// <summary>The sign-in at a provider that led to the account; null for none. The session that begins with it ends with it.</summary>
    public ProviderSignIn? Provider { get; init; }

    /// <summary>Where its notices go.</summary>
    public Addressee Addressee => new(Id, Email, EmailVerified);

    /// <summary>True if the account has a password. Otherwise a recent authentication by passkey or mailed code replaces it.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>True if an earlier sign-in found the password among breached ones. Always false for an app's own users.</summary>
    public bool IsPasswordBreached { get; init; }
}
