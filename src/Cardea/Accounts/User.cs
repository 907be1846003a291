using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>A user of Cardea's own, as the app's own code sees the user.</summary>
/// <param name="Id">The id: the <c>sub</c> of access tokens.</param>
/// <param name="Email">The e-mail address, normalised.</param>
/// <param name="IsEmailVerified">True if the user has shown that the address is theirs.</param>
/// <param name="Roles">The roles.</param>
/// <param name="IsEnabled">False if an operator or the app has disabled the user, or the user waits to be deleted.</param>
/// <param name="CreatedAt">When the user signed up.</param>
public sealed record User(UserId Id, string Email, bool IsEmailVerified, IReadOnlyList<string> Roles, bool IsEnabled, DateTimeOffset CreatedAt)
{
    /// <summary>The id alone: an address belongs into no log.</summary>
    public override string ToString() => $"User {{ Id = {Id} }}";
}
