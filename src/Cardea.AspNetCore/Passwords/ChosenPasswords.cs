using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Checks a password that a user chooses: by the <see cref="PasswordPolicy"/>, then among the <see cref="BreachedPasswords"/>.</summary>
internal sealed class ChosenPasswords(PasswordPolicy policy, BreachedPasswords breached)
{
    /// <summary>The faults of a password; empty if it is good.</summary>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="email">The address of its account, normalised.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IdentityError[]> CheckAsync(string password, string? email, CancellationToken cancellationToken)
    {
        IdentityError[] faults = [.. policy.Check(password, email)];

        // A password that is refused anyway is not looked up elsewhere.
        return faults.Length > 0 || !await breached.ContainAsync(password, cancellationToken)
            ? faults
            : [new() { Code = "PasswordBreached", Description = "It is in a list of passwords that were stolen elsewhere, so attackers try it. Choose another one, and change it wherever else you use it." }];
    }

    /// <summary>The faults of a password, for people; empty if it is good. A missing password is a fault.</summary>
    public async Task<string[]> ReasonsAsync(string? password, string? email, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(password)
            ? ["A password is needed."]
            : [.. (await CheckAsync(password, email, cancellationToken)).Select(static fault => fault.Description)];
}
