using Cardea.Accounts;
using Cardea.Rotation;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The result of a change of an account.</summary>
internal abstract record AccountOutcome
{
    private AccountOutcome()
    {
    }

    /// <summary>The answer to a change that was not made.</summary>
    /// <param name="otherwise">The answer, if the acting session is not to blame.</param>
    public Problem ToProblem(Problem otherwise) => this is ActorRefused ? Problem.InvalidToken : otherwise;

    /// <summary>The change is stored, durably, and every node learns what it revoked.</summary>
    /// <param name="User">The user after the change.</param>
    /// <param name="Session">How the session of the proof goes on; null without a proof.</param>
    public sealed record Changed(CardeaUser User, RotationOutcome.Continued? Session) : AccountOutcome;

    /// <summary>There is no such user, or the transition returned no change.</summary>
    public sealed record Declined : AccountOutcome;

    /// <summary>The session of the proof does not go on, so nothing changed.</summary>
    /// <param name="Outcome">Why.</param>
    public sealed record SessionRefused(RotationOutcome Outcome) : AccountOutcome;

    /// <summary>The acting session is over, or its user is not entitled any more: nothing changed.</summary>
    public sealed record ActorRefused : AccountOutcome;

    /// <summary>The new address or passkey belongs to another user, the code was used up, or the user is the last administrator: nothing changed.</summary>
    /// <param name="Update">Which of them.</param>
    public sealed record Refused(AccountUpdate Update) : AccountOutcome;
}
