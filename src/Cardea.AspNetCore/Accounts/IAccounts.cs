using Cardea.AspNetCore.Hashing;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The users, as the endpoints need them: Cardea's own (<see cref="CardeaAccounts"/>) or an app's (<see cref="Accounts{TUser}"/>).</summary>
internal interface IAccounts
{
    /// <summary>Signs a user up: of many at once with one address, in whatever spelling, one is registered.</summary>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    Task<Registration> RegisterAsync(string? email, string? password, CancellationToken cancellationToken);

    /// <summary>
    /// Checks a password. An unknown address costs the same work and gets the same answer as a wrong password, a disabled
    /// account, or one without a password.
    /// </summary>
    /// <returns>The account; <see langword="null"/> when refused.</returns>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    Task<Account?> VerifyPasswordAsync(string? email, string? password, CancellationToken cancellationToken);

    /// <summary>Checks a code of the account's authenticator app, or one of its recovery codes, and uses it up.</summary>
    /// <returns>How the user has proved who they are, by the values of RFC 8176; <see langword="null"/> when refused.</returns>
    Task<IReadOnlyList<string>?> VerifySecondFactorAsync(UserId id, string code, CancellationToken cancellationToken);

    /// <summary>The account of that id; <see langword="null"/> when it is gone or disabled.</summary>
    Task<Account?> FindAsync(UserId id, CancellationToken cancellationToken);

    /// <summary>The address of that user, disabled or not; <see langword="null"/> when they are gone.</summary>
    Task<string?> FindAddressAsync(UserId id, CancellationToken cancellationToken);

    /// <summary>Whose that address is; <see langword="null"/> when it is nobody's.</summary>
    Task<UserId?> FindIdAsync(string? email, CancellationToken cancellationToken);
}
