using System.Net.ServerSentEvents;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.ResourceApis;
using Cardea.Rotation;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Cardea.Validation.Revocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Revocation;

/// <summary>For resource APIs elsewhere: revocations and keys as they change, and receipts of the access tokens they accepted.</summary>
internal static class RevocationEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/revocations", FollowAsync)
            .RequireResourceApi()
            .WithSummary("Server-sent events: what is revoked and which keys are accepted, as it changes");
        endpoints.MapPost("/receipts", Receive)
            .RequireResourceApi()
            .WithSummary("Takes the ids (jti) of access tokens accepted elsewhere")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<ServerSentEventsResult<FeedMessage>> FollowAsync(
        HttpContext context, HttpFeedSender sender, CancellationToken cancellationToken)
    {
        var id = context.Request.Headers["Last-Event-ID"].ToString();

        // Before the answer begins, so that a node that can't know answers 503.
        var events = await sender.OpenAsync(id.Length is 0 or > FeedMessage.LongestId ? null : id, cancellationToken);

        // To HEAD they would be written for ever, and the connection would serve nobody else.
        return TypedResults.ServerSentEvents(HttpMethods.IsHead(context.Request.Method) ? AsyncEnumerable.Empty<SseItem<FeedMessage>>() : events);
    }

    private static Results<StatusCodeHttpResult, Problem> Receive(
        ReceiptsRequest request, PendingReceipts pending, ReceiptQuotas quotas, HttpContext context)
    {
        var (api, received) = (context.GetResourceApi(), request.Received ?? []);
        if (quotas.FindWait(api, received.Count) is { } wait)
        {
            return ContractProblem.TooManyReceipts(wait);
        }

        foreach (var text in received)
        {
            if (AccessTokenId.TryParse(text, out var id) && !pending.TryNote(id, api))
            {
                return ContractProblem.TooManyReceipts(ReceiptQuotas.WaitForRoom);
            }
        }

        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }
}
