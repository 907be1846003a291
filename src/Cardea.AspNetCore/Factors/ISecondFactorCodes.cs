using Cardea.AspNetCore.Callers;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Factors;

/// <summary>Checks the codes that users type: of the authenticator app, and recovery codes.</summary>
internal interface ISecondFactorCodes
{
    /// <summary>Uses up a code. Each code works once, even if it is typed on several nodes.</summary>
    /// <param name="user">The user.</param>
    /// <param name="code">The text that the user typed.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if the code is right.</returns>
    Task<bool> UseAsync(UserId user, string code, Caller caller, CancellationToken cancellationToken);
}
