using System.Diagnostics;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>What an <c>enrolToken</c> stands for.</summary>
internal abstract record EnrolmentOutcome
{
    private EnrolmentOutcome()
    {
    }

    /// <summary>The answer to a sign-in that does not go on.</summary>
    public Problem ToProblem() => this switch
    {
        Unknown => ContractProblem.InvalidEnrolToken,
        MailCodeDue => ContractProblem.MailCodeRequired,
        MailCodeWrong => ContractProblem.InvalidCode,
        TooMany(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
        _ => throw new UnreachableException(),
    };

    /// <summary>The sign-in goes on.</summary>
    public sealed record GoesOn(Enrolling Enrolling) : EnrolmentOutcome;

    /// <summary>There is no such sign-in, or the account has changed since it began.</summary>
    public sealed record Unknown : EnrolmentOutcome;

    /// <summary>The account does not know the device, so a mailed code is needed first.</summary>
    public sealed record MailCodeDue : EnrolmentOutcome;

    /// <summary>The mailed code is wrong, used, expired, or of another sign-in.</summary>
    public sealed record MailCodeWrong : EnrolmentOutcome;

    /// <summary>There were too many wrong codes from the network.</summary>
    /// <param name="RetryAfter">The pause before the next try.</param>
    public sealed record TooMany(TimeSpan RetryAfter) : EnrolmentOutcome;
}
