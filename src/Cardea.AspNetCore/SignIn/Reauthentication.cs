using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The last step of proving again who one is: the session goes on, with tokens that say when and how.</summary>
internal sealed class Reauthentication(SignedInSessions sessions, SecurityLog log)
{
    public async Task<Results<Ok<TokenResponse>, Problem>> FinishAsync(UserId user, SessionId session, IReadOnlyList<string> amr, HttpContext context)
    {
        if (await sessions.RenewAsync(user, session, amr, context.RequestAborted) is not { } tokens)
        {
            return Problem.InvalidToken;
        }

        await log.AddAsync(log.Of(SecurityEventKind.Reauthenticated, user, session, context, string.Join(' ', amr)));
        return TypedResults.Ok(TokenResponse.Of(tokens));
    }
}
