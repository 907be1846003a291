using Cardea.AspNetCore.Callers;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore.Accounts;

/// <summary>The answer to a good access token whose account is gone or disabled.</summary>
internal static class GoneAccounts
{
    public static async Task<Problem> RefuseAsync(this IAccounts accounts, ActingSession acting, CancellationToken cancellationToken)
    {
        await accounts.NoteGoneAsync(acting, cancellationToken);
        return Problem.InvalidToken;
    }
}
