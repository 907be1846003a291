namespace Cardea.AspNetCore.Enrolment;

/// <summary>Asks for the mailed code that an enrolment needs. A class, so that printing it shows no token.</summary>
internal sealed class EnrolmentCodeRequest
{
    /// <summary>The <c>enrolToken</c> of the sign-in.</summary>
    public string? EnrolToken { get; init; }
}
