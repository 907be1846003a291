using System.Net.ServerSentEvents;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Live;

/// <summary>Tells a page at once that its session ended, or that the list of the user's sessions changed.</summary>
internal static class LiveEndpoint
{
    private const int LongestId = 64;

    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapGet("/live", FollowAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithMetadata(CookieUse.WithoutAnswer)
            .WithSummary("Server-sent events: the session of the caller ended, or the list of the user's sessions changed")
            .Refuses(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<ServerSentEventsResult<LiveEvent>, Problem>> FollowAsync(
        HttpContext context, ActingSession acting, Caller caller, LiveSender sender, CancellationToken cancellationToken)
    {
        // The events have no end. A HEAD request gets the headers and no event.
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return TypedResults.ServerSentEvents(AsyncEnumerable.Empty<SseItem<LiveEvent>>());
        }

        var closed = context.GetSessionEnded();
        if (await sender.OpenAsync(acting, caller.Network, cancellationToken) is not { } stream)
        {
            return ContractProblem.TooManyStreams;
        }

        context.KeepOpen(stream);
        var id = context.Request.Headers["Last-Event-ID"].ToString();
        return TypedResults.ServerSentEvents(sender.SendAsync(stream, id.Length is 0 or > LongestId ? null : id, closed, CancellationToken.None));
    }
}
