using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.Audit;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>Codes for when the second factor is lost.</summary>
internal static class RecoveryCodeEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var codes = auth.MapGroup("/recovery-codes").RequireAuthorization(CardeaPolicy.SignedIn);
        codes.MapGet("", CountAsync).WithSummary("Says how many recovery codes are left");
        codes.MapPost("", ReplaceAsync)
            .RequireRecentAuthentication()
            .WithSummary("Makes new recovery codes in the place of the old ones; they are shown this once")
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<RecoveryCodesLeftResponse>, Problem>> CountAsync(
        ClaimsPrincipal principal, IAccountStore accounts, HttpContext context) =>
        await accounts.FindAsync(principal.GetUserId(), context.RequestAborted) is { } user
            ? TypedResults.Ok(new RecoveryCodesLeftResponse(user.RecoveryCodes.Count))
            : await principal.RefuseAsync(context);

    private static async Task<Results<Ok<RecoveryCodesResponse>, Problem>> ReplaceAsync(ClaimsPrincipal principal, FactorChanges changes, HttpContext context)
    {
        IReadOnlyList<string> codes = [];
        var update = await changes.ApplyAsync(
            principal,
            SecurityEventKind.RecoveryCodesMade,
            asked =>
            {
                if (!asked.User.HasSecondFactor)
                {
                    return null;
                }

                codes = FactorChanges.ReplaceRecoveryCodes(asked.User);
                return asked;
            },
            context);
        return update is AccountUpdate.Updated ? TypedResults.Ok(new RecoveryCodesResponse { RecoveryCodes = codes }) : ContractProblem.NoSecondFactor;
    }
}
