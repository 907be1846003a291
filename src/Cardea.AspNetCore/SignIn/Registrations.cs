using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Adds accounts, by the rules for addresses and passwords.</summary>
internal sealed class Registrations(IAccounts accounts, ChosenPasswords chosen, PasswordHashes hashes)
{
    /// <summary>Adds an account: of many requests at once with one address, in whatever spelling, one adds it.</summary>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    public async Task<Registration> AddAsync(string? email, string? password, Caller caller, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Normalize(email);
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
            : await accounts.AddAsync(address, await hashes.HashAsync(password, caller, cancellationToken), cancellationToken);
    }

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
