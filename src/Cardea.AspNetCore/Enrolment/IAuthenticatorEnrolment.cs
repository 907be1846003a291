using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Factors;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>Adds an authenticator app to the account of a user who signs in: Cardea's own user, or an app's in ASP.NET Core Identity.</summary>
internal interface IAuthenticatorEnrolment
{
    /// <summary>Makes a key for an app.</summary>
    /// <returns>The key; null if the account has changed since the sign-in began.</returns>
    Task<AuthenticatorResponse?> OfferAsync(Enrolling enrolling, CancellationToken cancellationToken);

    /// <summary>Takes the first code of the app, and uses up the code of the sign-in. Of many calls at once, one adds the app.</summary>
    /// <param name="enrolling">The sign-in.</param>
    /// <param name="code">The text that the user typed.</param>
    /// <param name="endsOthers">True to end the sessions that the user has.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<AuthenticatorAddition> AddAsync(Enrolling enrolling, string code, bool endsOthers, Caller caller, CancellationToken cancellationToken);
}
