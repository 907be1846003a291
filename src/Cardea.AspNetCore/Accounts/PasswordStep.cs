using System.Security.Claims;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Hashing;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.Audit;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Checks a password, wherever one is asked for: each try counts, and what is wrong is in the audit.</summary>
internal sealed class PasswordStep(IAccounts accounts, HashingQueue hashing, Guesses guesses, SecurityLog log, CardeaOptions options, TimeProvider clock)
{
    /// <summary>Checks the password of whoever says they have that address.</summary>
    /// <returns>The account, or the answer that refuses.</returns>
    public async Task<(Account? Account, Problem? Refusal)> CheckAsync(string? email, string? password, HttpContext context)
    {
        // A flood does not get as far as the store, which refreshes need.
        hashing.ThrowIfFull();
        var guess = await guesses.MakeAsync(email, context, () => accounts.VerifyPasswordAsync(email, password, context.RequestAborted));
        if (guess.Refusal is not null || guess.Value is not null)
        {
            return (guess.Value, guess.Refusal);
        }

        var owner = await accounts.FindIdAsync(email, context.RequestAborted);
        await log.AddAsync(log.Of(SecurityEventKind.SignInFailed, owner, session: null, context));
        return (null, ContractProblem.InvalidCredentials);
    }

    /// <summary>Checks the password of the user who is signed in.</summary>
    /// <inheritdoc cref="CheckAsync(string?, string?, HttpContext)" path="/returns"/>
    public async Task<(Account? Account, Problem? Refusal)> CheckAsync(ClaimsPrincipal user, string? password, HttpContext context) =>
        await accounts.FindAsync(user.GetUserId(), context.RequestAborted) is { } account
            ? await CheckAsync(account.Email, password, context)
            : (null, await user.RefuseAsync(context));

    /// <summary>The same, where an account is changed: whoever has a second factor must have shown it a moment ago.</summary>
    /// <inheritdoc cref="CheckAsync(string?, string?, HttpContext)" path="/returns"/>
    public async Task<(Account? Account, Problem? Refusal)> CheckForChangeAsync(ClaimsPrincipal user, string? password, HttpContext context)
    {
        var (account, refusal) = await CheckAsync(user, password, context);
        return account is { SecondFactors.Count: > 0 } && !RecentAuthentication.Has(user, options, clock)
            ? (null, ContractProblem.ReauthenticationRequired)
            : (account, refusal);
    }
}
