using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
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
        var signedIn = auth.MapGroup("").RequireSignIn(CardeaPolicy.SignedIn);

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

        if (!SessionId.TryParse(id, out var session))
        {
            return ContractProblem.SessionNotFound;
        }

        return await store.RenameAsync(acting.Actor, session, device, cancellationToken) switch
        {
            SessionNaming.Named(var named) => TypedResults.Ok(SessionResponse.Of(named, acting.Id)),
            SessionNaming.ActorRefused => Problem.InvalidToken,
            _ => ContractProblem.SessionNotFound,
        };
    }

    private static async Task<Results<NoContent, Problem>> EndAsync(
        string id, ActingSession acting, Logouts logouts, Caller caller, CancellationToken cancellationToken) =>
        SessionId.TryParse(id, out var session) ? Answer(await logouts.EndAsync(acting, session, caller, cancellationToken)) : ContractProblem.SessionNotFound;

    private static Results<NoContent, Problem> Answer(SessionEnd end) => end switch
    {
        SessionEnd.Ended => TypedResults.NoContent(),
        SessionEnd.ActorRefused => Problem.InvalidToken,
        _ => ContractProblem.SessionNotFound,
    };

    private static async Task<Results<NoContent, Problem>> EndOthersAsync(
        ActingSession acting, Logouts logouts, Caller caller, CancellationToken cancellationToken) =>
        await logouts.EndOthersAsync(acting, caller, cancellationToken) ? TypedResults.NoContent() : Problem.InvalidToken;

    // All other devices become strangers.
    private static async Task<Results<NoContent, Problem>> EndAllAsync(
        ActingSession acting, Logouts logouts, KnownDevices devices, SessionCookies cookies, HttpContext http, Caller caller, CancellationToken cancellationToken)
    {
        if (!await logouts.EndAllAsync(acting, caller, cancellationToken))
        {
            return Problem.InvalidToken;
        }

        cookies.DeleteOf(http, acting.Id);

        await devices.RememberAsync(acting.User, http);
        return TypedResults.NoContent();
    }
}
