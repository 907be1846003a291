using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.ResourceApis;
using Cardea.Rotation;
using Cardea.Validation.Revocation;
using Cardea.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Revocation;

/// <summary>For resource APIs elsewhere: revocations as they happen, and receipts of the access tokens they accepted.</summary>
internal static class RevocationEndpoints
{
    // Longer than any cursor of ours.
    private const int LongestCursor = 4096;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/revocations", FollowAsync)
            .RequireResourceApi()
            .WithSummary("Server-sent events: what is revoked, as it happens")
            .Refuses(StatusCodes.Status503ServiceUnavailable);
        endpoints.MapPost("/receipts", Receive)
            .RequireResourceApi()
            .WithSummary("Takes the ids (jti) of access tokens accepted elsewhere")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status400BadRequest);
    }

    private static async Task<ServerSentEventsResult<FeedMessage>> FollowAsync(
        HttpContext context, RevocationStream stream, CancellationToken cancellationToken)
    {
        var cursor = context.Request.Headers["Last-Event-ID"].ToString();

        // The first event is read before the answer begins, so that a store that is away is a 503.
        return TypedResults.ServerSentEvents(await stream.OpenAsync(cursor.Length is 0 or > LongestCursor ? null : cursor, cancellationToken));
    }

    private static StatusCodeHttpResult Receive(ReceiptsRequest request, PendingReceipts receipts)
    {
        foreach (var text in request.Received ?? [])
        {
            if (AccessTokenId.TryParse(text, out var id))
            {
                receipts.Note(id);
            }
        }

        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }
}
