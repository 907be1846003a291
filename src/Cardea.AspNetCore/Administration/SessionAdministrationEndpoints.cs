using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>The sessions of any user: seen, and ended.</summary>
internal static class SessionAdministrationEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var sessions = admin.MapGroup("/users/{id}/sessions").Refuses(StatusCodes.Status404NotFound);
        sessions.MapGet("", ListAsync).WithSummary("Lists the live sessions of a user");

        var changes = sessions.MapGroup("").MakesLastingChanges();
        changes.MapDelete("", EndAllAsync).WithSummary("Ends all sessions of a user");
        changes.MapDelete("/{session}", EndAsync).WithSummary("Ends a session of a user");
    }

    private static async Task<Results<Ok<SessionListResponse>, Problem>> ListAsync(
        string id, IAccountStore accounts, ISessionStore store, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(new(id), cancellationToken) is null)
        {
            return ContractProblem.UserNotFound;
        }

        var sessions = await store.ListAsync(new(id), cancellationToken);
        return TypedResults.Ok(new SessionListResponse([.. sessions.Select(static session => SessionResponse.Of(session, current: default))]));
    }

    private static async Task<Results<NoContent, Problem>> EndAllAsync(
        string id,
        [FromBody] PasswordRequest? proof,
        IAccountStore accounts,
        SessionAdministration sessions,
        StoreFeedReader reader,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var user = new UserId(id);
        if (await accounts.FindAsync(user, cancellationToken) is null)
        {
            // Another node may have deleted the user a moment ago, and ended the sessions.
            await reader.CatchUpAsync(cancellationToken);
            return ContractProblem.UserNotFound;
        }

        return await sessions.EndAllAsync(user, caller, cancellationToken) ? TypedResults.NoContent() : Problem.InvalidToken;
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        string id, string session, [FromBody] PasswordRequest? proof, SessionAdministration sessions, Caller caller, CancellationToken cancellationToken) =>
        SessionId.TryParse(session, out var sessionId)
            ? await sessions.EndAsync(caller.Administrator!, sessionId, new UserId(id), caller, cancellationToken) switch
            {
                SessionEnd.Ended => TypedResults.NoContent(),
                SessionEnd.ActorRefused => Problem.InvalidToken,
                _ => ContractProblem.SessionNotFound,
            }
            : ContractProblem.SessionNotFound;
}
