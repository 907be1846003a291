using System.Security.Claims;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Problems;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Sessions;

/// <summary>The signed-in devices of a user: seen, named and ended one by one, all others, or all.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var signedIn = auth.MapGroup("").RequireAuthorization(CardeaPolicy.SignedIn);

        signedIn.MapGet("/sessions", ListAsync).WithSummary("Lists the live sessions of the user");
        signedIn.MapPatch("/sessions/{id}", RenameAsync)
            .WithSummary("Names a session's device")
            .Refuses(StatusCodes.Status404NotFound);
        signedIn.MapDelete("/sessions/{id}", EndAsync)
            .WithSummary("Ends one session: logs that device out")
            .Refuses(StatusCodes.Status404NotFound);
        signedIn.MapPost("/logout-others", EndOthersAsync).WithSummary("Logs out all other devices");
        signedIn.MapPost("/logout-all", EndAllAsync).WithSummary("Logs out all devices, this one too");
    }

    private static async Task<Ok<SessionListResponse>> ListAsync(
        ClaimsPrincipal user,
        ISessionStore store,
        CancellationToken cancellationToken)
    {
        var current = user.GetSessionId();
        var sessions = await store.ListAsync(user.GetUserId(), cancellationToken);
        return TypedResults.Ok(new SessionListResponse([.. sessions.Select(session => SessionResponse.Of(session, current))]));
    }

    private static async Task<Results<Ok<SessionResponse>, Problem>> RenameAsync(
        string id,
        RenameRequest request,
        ClaimsPrincipal user,
        ISessionStore store,
        CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        return SessionId.TryParse(id, out var sessionId)
            && await store.RenameAsync(sessionId, user.GetUserId(), device, cancellationToken) is { } session
            ? TypedResults.Ok(SessionResponse.Of(session, user.GetSessionId()))
            : ContractProblem.SessionNotFound;
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        string id,
        ClaimsPrincipal user,
        SignedInSessions sessions,
        SecurityLog log,
        HttpContext context)
    {
        if (!SessionId.TryParse(id, out var sessionId)
            || await sessions.EndAsync(sessionId, user.GetUserId(), EndReason.LoggedOut, context.RequestAborted) is not SessionEnd.Ended)
        {
            return ContractProblem.SessionNotFound;
        }

        await log.AddAsync(log.Of(SecurityEventKind.LoggedOut, user.GetUserId(), sessionId, context));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndOthersAsync(ClaimsPrincipal user, SignedInSessions sessions, SecurityLog log, HttpContext context)
    {
        await sessions.EndAllAsync(user.GetUserId(), except: user.GetSessionId(), EndReason.LoggedOut, context.RequestAborted);
        await log.AddAsync(log.Of(SecurityEventKind.LoggedOut, user.GetUserId(), user.GetSessionId(), context, "others"));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAllAsync(ClaimsPrincipal user, SignedInSessions sessions, SecurityLog log, HttpContext context)
    {
        await sessions.EndAllAsync(user.GetUserId(), except: null, EndReason.LoggedOut, context.RequestAborted);
        await log.AddAsync(log.Of(SecurityEventKind.LoggedOut, user.GetUserId(), user.GetSessionId(), context, "all"));
        return TypedResults.NoContent();
    }
}
