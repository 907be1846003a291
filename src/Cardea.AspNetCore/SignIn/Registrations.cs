using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Codes;
using Cardea.Invitations;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Adds accounts, by the rules for addresses and passwords.</summary>
internal sealed class Registrations(IAccounts accounts, IInvitationStore invitations, ChosenPasswords chosen, PasswordHashes hashes)
{
    /// <summary>Adds an account: of many requests at once with one address, in whatever spelling, one adds it.</summary>
    /// <param name="email">The address, as it was typed.</param>
    /// <param name="password">The password.</param>
    /// <param name="invitation">The hash of the invitation's code, which is used up; null if the account needs no invitation.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    public async Task<Registration> AddAsync(string? email, string? password, CodeHash? invitation, Caller caller, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Normalize(email);
        if (!await IsAdmittedAsync(address, invitation, cancellationToken))
        {
            return new Registration.NotInvited();
        }

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (address is null)
        {
            errors["email"] = [ReasonAgainst(email)];
        }

        if (await ReasonsAgainstAsync(address, password, cancellationToken) is { Length: > 0 } reasons)
        {
            errors["password"] = reasons;
        }

        return address is null || password is null || errors.Count > 0
            ? new Registration.Invalid(errors)
            : await accounts.AddAsync(address, await hashes.HashAsync(password, caller, cancellationToken), invitation, cancellationToken);
    }

    /// <summary>
    /// True if an account needs no invitation, or the address has this one. It comes first, so nobody without an invitation learns who has an
    /// account, or makes the server hash a password. The store decides.
    /// </summary>
    /// <param name="address">The address, normalised; null if it can't be.</param>
    /// <param name="invitation">The hash of the invitation's code; null if the account needs no invitation.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<bool> IsAdmittedAsync(string? address, CodeHash? invitation, CancellationToken cancellationToken) =>
        invitation is not { } code || (address is not null && await invitations.IsValidAsync(address, code, cancellationToken));

    /// <summary>The error of an address that can't be normalised.</summary>
    public static Dictionary<string, string[]> ErrorOf(string? email) => new(StringComparer.Ordinal) { ["email"] = [ReasonAgainst(email)] };

    private static string ReasonAgainst(string? email) => email switch
    {
        null or "" => "An e-mail address is needed.",
        { Length: > EmailAddress.MaximumLength } => $"It is longer than {EmailAddress.MaximumLength} characters.",
        _ => "It is no e-mail address that mail could go to.",
    };

    private async Task<string[]> ReasonsAgainstAsync(string? address, string? password, CancellationToken cancellationToken) =>
        [.. await chosen.ReasonsAsync(password, address, cancellationToken), .. string.IsNullOrEmpty(password) ? [] : await accounts.ReasonsAgainstAsync(address, password, cancellationToken)];
}
