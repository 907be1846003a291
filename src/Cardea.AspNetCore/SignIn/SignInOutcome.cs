using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The result of a sign-in after its first factor.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>The answer.</summary>
    /// <param name="overtaken">The answer to a sign-in that was overtaken.</param>
    public Results<Ok<TokenResponse>, MfaRequired, EnrolmentRequired, Problem> ToResult(Problem overtaken) => this switch
    {
        SignedIn(var tokens) => TypedResults.Ok(TokenResponse.Of(tokens)),
        SecondFactorDue(var required) => required,
        EnrolmentDue(var required) => required,
        _ => ToProblem(overtaken),
    };

    /// <summary>The answer to the last step of a sign-in.</summary>
    /// <param name="overtaken">The answer to a sign-in that was overtaken.</param>
    public Results<Ok<TokenResponse>, Problem> ToLastResult(Problem overtaken) =>
        this is SignedIn(var tokens) ? TypedResults.Ok(TokenResponse.Of(tokens)) : ToProblem(overtaken);

    /// <summary>The answer to a sign-in that goes no further.</summary>
    /// <param name="overtaken">The answer to a sign-in that was overtaken.</param>
    public Problem ToProblem(Problem overtaken) => this switch
    {
        TooMany(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
        PasswordResetDue => ContractProblem.PasswordResetRequired,
        ProofDue(var methods) => ContractProblem.ProofRequired(methods),
        _ => overtaken,
    };

    /// <summary>A session has begun, or goes on.</summary>
    public sealed record SignedIn(IssuedTokens Tokens) : SignInOutcome;

    /// <summary>There is no session yet.</summary>
    public sealed record SecondFactorDue(MfaRequired Required) : SignInOutcome;

    /// <summary>There is no session yet: the user must add a second factor first.</summary>
    public sealed record EnrolmentDue(EnrolmentRequired Required) : SignInOutcome;

    /// <summary>There were too many sign-ins to the account or from the network.</summary>
    /// <param name="RetryAfter">The pause before the next sign-in.</param>
    public sealed record TooMany(TimeSpan RetryAfter) : SignInOutcome;

    /// <summary>Somebody else knows the password, so the account needs a new one.</summary>
    public sealed record PasswordResetDue : SignInOutcome;

    /// <summary>The address was never verified, and the caller has not shown that the account is theirs.</summary>
    /// <param name="Methods">The ways to show it.</param>
    public sealed record ProofDue(IReadOnlyList<string> Methods) : SignInOutcome;

    /// <summary>Meanwhile the account was disabled, its credential changed, or all its sessions were ended.</summary>
    public sealed record Overtaken : SignInOutcome;
}
