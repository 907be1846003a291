using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Sessions;

/// <summary>The signed-in devices of a user: listed, named, and ended one by one, all others, or all.</summary>
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

    private static async Task<Ok<SessionListResponse>> ListAsync(ActingSession acting, ISessionStore store, CancellationToken cancellationToken)
    {
        var sessions = await store.ListAsync(acting.User, cancellationToken);
        return TypedResults.Ok(new SessionListResponse([.. sessions.Select(session => SessionResponse.Of(session, acting.Id))]));
    }

    private static async Task<Results<Ok<SessionResponse>, Problem>> RenameAsync(
        string id, RenameRequest request, ActingSession acting, ISessionStore store, CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        return SessionId.TryParse(id, out var sessionId)
            && await store.RenameAsync(sessionId, acting.User, device, cancellationToken) is { } session
            ? TypedResults.Ok(SessionResponse.Of(session, acting.Id))
            : ContractProblem.SessionNotFound;
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        string id, ActingSession acting, Logouts logouts, Caller caller, CancellationToken cancellationToken) =>
        SessionId.TryParse(id, out var session) && await logouts.EndAsync(acting, session, caller, cancellationToken)
            ? TypedResults.NoContent()
            : ContractProblem.SessionNotFound;

    private static async Task<NoContent> EndOthersAsync(ActingSession acting, Logouts logouts, Caller caller, CancellationToken cancellationToken)
    {
        await logouts.EndOthersAsync(acting, caller, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAllAsync(ActingSession acting, Logouts logouts, Caller caller, CancellationToken cancellationToken)
    {
        await logouts.EndAllAsync(acting, caller, cancellationToken);
        return TypedResults.NoContent();
    }
}
