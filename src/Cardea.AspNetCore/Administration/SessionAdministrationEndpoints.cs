using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>The sessions of any user: seen, and ended.</summary>
internal static class SessionAdministrationEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var sessions = admin.MapGroup("/users/{id}/sessions").Refuses(StatusCodes.Status404NotFound);
        sessions.MapGet("", ListAsync).WithSummary("Lists the live sessions of a user");
        sessions.MapDelete("", EndAllAsync).WithSummary("Ends all sessions of a user");
        sessions.MapDelete("/{session}", EndAsync).WithSummary("Ends a session of a user");
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
        string id, IAccountStore accounts, SignedInSessions sessions, StoreFeedReader reader, SecurityLog log, HttpContext context)
    {
        var user = new UserId(id);
        if (await accounts.FindAsync(user, context.RequestAborted) is null)
        {
            // Another node may have deleted them a moment ago, and ended their sessions.
            await reader.CatchUpAsync(context.RequestAborted);
            return ContractProblem.UserNotFound;
        }

        await sessions.EndAllAsync(user, except: null, EndReason.Administrator, context.RequestAborted);
        await log.AddAsync(Ended(log, user, session: null, context));
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        string id, string session, SignedInSessions sessions, SecurityLog log, HttpContext context)
    {
        var user = new UserId(id);
        if (!SessionId.TryParse(session, out var sessionId)
            || await sessions.EndAsync(sessionId, user, EndReason.Administrator, context.RequestAborted) is not SessionEnd.Ended)
        {
            return ContractProblem.SessionNotFound;
        }

        await log.AddAsync(Ended(log, user, sessionId, context));
        return TypedResults.NoContent();
    }

    // Who did it, and not from where: that is in the events of whoever did.
    private static SecurityEvent Ended(SecurityLog log, UserId user, SessionId? session, HttpContext context) =>
        log.Of(SecurityEventKind.SessionsEnded, user, session, context, $"user {context.User.GetUserId()}") with { IpAddress = null, UserAgent = null };
}
