using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The users, as sign-in needs them: Cardea's own (<see cref="OwnAccounts"/>), or an app's in ASP.NET Core Identity.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say.</remarks>
internal interface IAccounts : IRecipients
{
    /// <summary>The account of a user; null if it is gone or disabled.</summary>
    Task<Account?> FindAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>The password of the account with an address; null if there is no such account.</summary>
    /// <param name="address">The address, normalised.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<Credential?> FindCredentialAsync(string address, CancellationToken cancellationToken);

    /// <summary>Adds an account: of many requests at once with one address, one adds it.</summary>
    /// <param name="address">The address, normalised.</param>
    /// <param name="passwordHash">The hash of the password.</param>
    /// <param name="invitation">The hash of the invitation's code, which is used up; null if the account needs no invitation.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<Registration> AddAsync(string address, string passwordHash, CodeHash? invitation, CancellationToken cancellationToken);

    /// <summary>What an app's own rules say against a password at registration; empty if nothing.</summary>
    Task<IReadOnlyList<string>> ReasonsAgainstAsync(string? address, string password, CancellationToken cancellationToken);

    /// <summary>Replaces the hash of a password that was checked just now. If the account has changed meanwhile, nothing changes.</summary>
    Task RehashAsync(Account account, string hash, CancellationToken cancellationToken);

    /// <summary>Notes that a password that was right is among breached ones. If the account has changed meanwhile, nothing changes.</summary>
    /// <param name="user">The user.</param>
    /// <param name="securityStamp">The security stamp of the account when the password was compared.</param>
    /// <param name="mail">The mail to the owner. The store posts it with the note, if the store can remember the note.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if this was not known before.</returns>
    Task<bool> NoteBreachedAsync(UserId user, string? securityStamp, OutboxMail mail, CancellationToken cancellationToken);

    /// <summary>Notes that the account of a live session is gone or disabled, so this node refuses the session's tokens from now on.</summary>
    Task NoteGoneAsync(ActingSession acting, CancellationToken cancellationToken);
}
