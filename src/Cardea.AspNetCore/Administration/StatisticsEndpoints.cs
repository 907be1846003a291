using System.Net.ServerSentEvents;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Live;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Statistics;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Administration;

/// <summary>The figures of all nodes: once, and as they change.</summary>
internal static class StatisticsEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/statistics", ShowAsync).WithSummary("Shows the figures of all nodes, with the last hour by minute");
        admin.MapGet("/live", Follow)
            .WithMetadata(CookieUse.WithoutAnswer)
            .WithSummary("Server-sent events: the figures of all nodes, every five seconds")
            .Refuses(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Ok<StatisticsResponse>> ShowAsync(StatisticsReader statistics, CancellationToken cancellationToken) =>
        TypedResults.Ok(await statistics.ReadAsync(cancellationToken));

    private static Results<ServerSentEventsResult<StatisticsResponse>, Problem> Follow(
        HttpContext context, ActingSession acting, StatisticsFeed feed)
    {
        // The events have no end. A HEAD request gets the headers and no event.
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return TypedResults.ServerSentEvents(AsyncEnumerable.Empty<SseItem<StatisticsResponse>>());
        }

        var closed = context.GetSessionEnded();
        if (feed.Open(acting.User, acting.Id) is not { } stream)
        {
            return ContractProblem.TooManyStreams;
        }

        context.KeepOpen(stream);
        return TypedResults.ServerSentEvents(stream.SendAsync(closed, CancellationToken.None));
    }
}
