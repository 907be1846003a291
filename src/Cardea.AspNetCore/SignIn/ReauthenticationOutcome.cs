using System.Diagnostics;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Rotation;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The result of proving again who the user is.</summary>
internal abstract record ReauthenticationOutcome
{
    private ReauthenticationOutcome()
    {
    }

    /// <summary>The answer to a refusal.</summary>
    public Problem ToProblem() => this switch
    {
        SessionRefused(var outcome, var proof) => outcome.ToProblem(proof),
        NotItsToken => ContractProblem.InvalidRefreshToken,
        _ => throw new UnreachableException(),
    };

    /// <summary>The session goes on, with tokens that say when and how.</summary>
    public sealed record GoesOn(IssuedTokens Tokens) : ReauthenticationOutcome;

    /// <summary>The refresh token is of another session.</summary>
    public sealed record NotItsToken : ReauthenticationOutcome;

    /// <summary>The session does not go on.</summary>
    /// <param name="Outcome">Why.</param>
    /// <param name="Proof">What the request proved.</param>
    public sealed record SessionRefused(RotationOutcome Outcome, SessionProof Proof) : ReauthenticationOutcome;
}
