namespace Cardea.AspNetCore.Callers;

/// <summary>The body of a request that adds a second factor. A user who has no session yet sends an <c>enrolToken</c> instead of an access token.</summary>
internal interface ICarriesEnrolToken
{
    /// <summary>The <c>enrolToken</c> of a sign-in; null if the request has an access token.</summary>
    string? EnrolToken { get; }
}
