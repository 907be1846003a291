using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.Audit;
using Cardea.Tokens;
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
        admin.MapGet("/events", ListAsync).WithSummary("Lists security events, of a user or of all, the newest first");
    }

    private static async Task<Ok<EventListResponse>> ListAsync(string? user, string? before, IEventStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await EventListResponse.ReadAsync(store, user is null ? null : new UserId(user), before, cancellationToken));
}
