using System.Diagnostics;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Passwords;

/// <summary>The result of a password check.</summary>
internal abstract record PasswordOutcome
{
    private PasswordOutcome()
    {
    }

    /// <summary>The password is right.</summary>
    /// <param name="Account">The account, as it was before the check.</param>
    public sealed record Right(Account Account) : PasswordOutcome;

    /// <summary>The caller gets no further.</summary>
    public abstract record Refusal : PasswordOutcome
    {
        /// <summary>The answer.</summary>
        public Problem ToProblem() => this switch
        {
            Wrong => ContractProblem.InvalidCredentials,
            TooMany(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            NotRecent => ContractProblem.ReauthenticationRequired,
            NoAccountToken => ContractProblem.AccountTokenRequired,
            Gone => Problem.InvalidToken,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The password is wrong, or there is no such enabled account.</summary>
    public sealed record Wrong : Refusal;

    /// <summary>There were too many guesses before, so the password was not compared.</summary>
    /// <param name="RetryAfter">When the next guess may be made.</param>
    public sealed record TooMany(TimeSpan RetryAfter) : Refusal;

    /// <summary>There is no password to compare, and a resource API may have the access token.</summary>
    public sealed record NoAccountToken : Refusal;

    /// <summary>The account has a second factor or no password, and its user has not authenticated a moment ago.</summary>
    public sealed record NotRecent : Refusal;

    /// <summary>The account of the acting session is gone or disabled.</summary>
    public sealed record Gone : Refusal;
}
