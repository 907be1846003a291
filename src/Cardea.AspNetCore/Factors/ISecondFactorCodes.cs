using Cardea.AspNetCore.Callers;
using Cardea.Codes;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Factors;

/// <summary>Checks the codes that users type: of the authenticator app, and recovery codes.</summary>
internal interface ISecondFactorCodes
{
    /// <summary>Uses up a code. Each code works once, even if it is typed on several nodes.</summary>
    /// <param name="user">The user.</param>
    /// <param name="code">The text that the user typed.</param>
    /// <param name="begun">The sign-in that the code is for. Where one transaction can do it, the code is used up with it or not at all.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What became of the sign-in's own code; null if the typed code is wrong.</returns>
    Task<BegunSignIn?> UseAsync(UserId user, string code, StoredCode begun, Caller caller, CancellationToken cancellationToken);
}
