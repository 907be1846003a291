using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.Codes;
using Cardea.External;
using Cardea.Tokens;

namespace Cardea.AspNetCore.External;

/// <summary>The users, as sign-in with other providers needs them: Cardea's own, or an app's in ASP.NET Core Identity.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if Cardea's store can't say.</remarks>
internal interface IExternalAccounts
{
    /// <summary>True if an account whose address was never verified can be taken over.</summary>
    bool HasTakeOver { get; }

    /// <summary>Finds the user who has a login. Issuer and subject are compared byte for byte.</summary>
    Task<UserId?> FindByLoginAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>Finds the account that has an address.</summary>
    /// <param name="address">The address, normalised.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AccountFacts?> FindByAddressAsync(string address, CancellationToken cancellationToken);

    /// <summary>Finds an account.</summary>
    Task<AccountFacts?> FindAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>Adds an account without a password, whose address is verified. Of many calls at once with one address or login, one adds it.</summary>
    /// <param name="address">The address, normalised.</param>
    /// <param name="login">The login, which is the only way in.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<Registration> AddAsync(string address, ExternalLogin login, CancellationToken cancellationToken);

    /// <summary>Changes the logins of a user, tells the audit and the owner, and ends the sessions of logins that are removed.</summary>
    /// <param name="user">The user.</param>
    /// <param name="caller">Who makes the change.</param>
    /// <param name="transition">Receives the account as stored; returns the change, or null to make none.</param>
    /// <param name="code">The code that the change uses up; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<LinkOutcome> ChangeAsync(
        UserId user, Caller caller, Func<AccountFacts, AccountChange?> transition, StoredCode? code, CancellationToken cancellationToken);

    /// <summary>Tells the owner of a reserved address that somebody proved it elsewhere.</summary>
    /// <param name="address">The address that can't be used; null for none.</param>
    /// <param name="caller">Who tried.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task TellOfReservationAsync(string? address, Caller caller, CancellationToken cancellationToken);
}
