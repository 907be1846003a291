using System.Security.Claims;
using Cardea.AspNetCore.Administration;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Accounts;

/// <summary>
/// The answer to a good access token whose user is gone or disabled. A node that gives this answer refuses the token from then
/// on: the session was ended together with the account, whether the feed has told so yet or not.
/// </summary>
internal static class GoneUser
{
    public static async Task<Problem> RefuseAsync(this ClaimsPrincipal user, HttpContext context)
    {
        // Where the app keeps the users, a user who is locked out for a while keeps their sessions.
        if (context.RequestServices.GetService<AccountAdministration>() is not null)
        {
            await context.RequestServices.GetRequiredService<SignedInSessions>()
                .EndAsync(user.GetSessionId(), user.GetUserId(), EndReason.AccountClosed, context.RequestAborted);
        }

        return Problem.InvalidToken;
    }
}
