using Cardea.AspNetCore.Callers;
using Cardea.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Audit;

/// <summary>The security events of the user's account.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapGet("/events", ListAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Lists the security events of the user, the newest first");

    private static async Task<Ok<EventListResponse>> ListAsync(
        string? before, ActingSession acting, IEventStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await EventListResponse.ReadAsync(store, acting.User, before, cancellationToken));
}
