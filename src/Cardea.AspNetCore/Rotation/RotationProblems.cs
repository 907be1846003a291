using Cardea.AspNetCore.Problems;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Rotation;

/// <summary>How a session that does not go on is answered.</summary>
internal static class RotationProblems
{
    /// <summary>The answer to a refresh token that is refused.</summary>
    public static Problem ToProblem(this RotationOutcome outcome) => outcome switch
    {
        RotationOutcome.Continued or RotationOutcome.Ended => ContractProblem.SessionEnded,
        RotationOutcome.Replayed => ContractProblem.RefreshTokenReused,
        _ => ContractProblem.InvalidRefreshToken,
    };

    /// <summary>The answer to a proof whose session does not go on: about the refresh token if the request had one, else about the access token.</summary>
    public static Problem ToProblem(this RotationOutcome outcome, SessionProof proof) =>
        proof.Presented is null ? Problem.InvalidToken : outcome.ToProblem();
}
