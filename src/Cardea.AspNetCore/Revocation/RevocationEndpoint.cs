using System.Net.ServerSentEvents;
using Cardea.AspNetCore.ResourceApis;
using Cardea.Validation.Revocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Revocation;

/// <summary>Sends the feed of revocations and keys to resource APIs elsewhere.</summary>
internal static class RevocationEndpoint
{
    public static void Map(IEndpointRouteBuilder revocations) =>
        revocations.MapGet("", FollowAsync)
            .RequireResourceApi()
            .WithSummary("Server-sent events: what is revoked and which keys are accepted, as it changes");

    private static async Task<ServerSentEventsResult<FeedMessage>> FollowAsync(
        HttpContext context, HttpFeedSender sender, CancellationToken cancellationToken)
    {
        var id = context.Request.Headers["Last-Event-ID"].ToString();

        // The wait comes before the answer begins: a node whose knowledge is too old answers 503.
        var events = await sender.OpenAsync(context.GetResourceApi(), id.Length is 0 or > FeedMessage.LongestId ? null : id, cancellationToken);

        // The events have no end. A HEAD request gets the headers and no event.
        return TypedResults.ServerSentEvents(HttpMethods.IsHead(context.Request.Method) ? AsyncEnumerable.Empty<SseItem<FeedMessage>>() : events);
    }
}
