using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.ResourceApis;
using Cardea.Rotation;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Revocation;

/// <summary>Takes receipts of the access tokens that resource APIs accepted.</summary>
internal static class ReceiptEndpoint
{
    public static void Map(IEndpointRouteBuilder receipts) =>
        receipts.MapPost("", Receive)
            .RequireResourceApi()
            .WithSummary("Takes the ids (jti) of access tokens accepted elsewhere")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status429TooManyRequests);

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
