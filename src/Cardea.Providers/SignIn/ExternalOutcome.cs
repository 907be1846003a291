using Cardea.AspNetCore.SignIn;
using Cardea.Validation.Problems;

namespace Cardea.Providers.SignIn;

/// <summary>The result of a step of a sign-in with a provider.</summary>
internal abstract record ExternalOutcome
{
    private ExternalOutcome()
    {
    }

    /// <summary>The account is found, and the sign-in goes on as any other.</summary>
    public sealed record GoesOn(SignInOutcome Outcome) : ExternalOutcome;

    /// <summary>The person must do something first.</summary>
    public sealed record Needs(ExternalRequired Required) : ExternalOutcome;

    /// <summary>The sign-in is refused.</summary>
    public sealed record Refused(Problem Problem) : ExternalOutcome;

    /// <summary>There is a mail, or there is none: the answer is the same.</summary>
    public sealed record Asked : ExternalOutcome;

    /// <summary>The provider's account is linked.</summary>
    public sealed record Linked : ExternalOutcome;
}
