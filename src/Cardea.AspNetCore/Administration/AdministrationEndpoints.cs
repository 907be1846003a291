using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.Audit;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>The endpoints for operators. They need the role <c>admin</c>.</summary>
internal static class AdministrationEndpoints
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.RequireSignIn(CardeaPolicy.Administrator)
            .RequireShownSecondFactor()
            .Refuses(StatusCodes.Status403Forbidden);
        UserAdministrationEndpoints.Map(admin);
        SessionAdministrationEndpoints.Map(admin);
        InvitationAdministrationEndpoints.Map(admin);
        KeyAdministrationEndpoints.Map(admin);
        StatisticsEndpoints.Map(admin);
        admin.MapGet("/events", ListAsync)
            .WithSummary("Lists security events, of a user or of all, of a kind or of all kinds, the newest first")
            .Refuses(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<EventListResponse>, Problem>> ListAsync(
        string? user, string? @event, string? before, IEventStore store, CancellationToken cancellationToken)
    {
        UserId? owner = user is null ? null : new UserId(user);
        if (@event is null)
        {
            return TypedResults.Ok(await EventListResponse.ReadAsync(store, owner, before, cancellationToken));
        }

        return EventKinds.Find(@event) is { } kind
            ? TypedResults.Ok(await EventListResponse.FindAsync(store, kind, owner, before, cancellationToken))
            : ContractProblem.Invalid("event", "There is no event of this name. docs/guides/audit.md lists the names.");
    }
}
