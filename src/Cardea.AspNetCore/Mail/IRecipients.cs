using Cardea.Tokens;

namespace Cardea.AspNetCore.Mail;

/// <summary>Knows the addresses of users, for mails that are addressed when they are sent.</summary>
internal interface IRecipients
{
    /// <summary>The address of a user, enabled or not; null if there is no such user.</summary>
    Task<string?> FindAddressAsync(UserId user, CancellationToken cancellationToken);
}
