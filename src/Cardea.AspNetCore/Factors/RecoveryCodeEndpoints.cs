using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>Codes for a user who has lost the second factor.</summary>
internal static class RecoveryCodeEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var codes = auth.MapGroup("/recovery-codes").RequireSignIn(CardeaPolicy.SignedIn);
        codes.MapGet("", CountAsync).WithSummary("Says how many recovery codes are left");
        codes.MapPost("", ReplaceAsync)
            .MakesLastingChanges()
            .RequireRecentAuthentication()
            .WithSummary("Makes new recovery codes in the place of the old ones; they are shown this once")
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<RecoveryCodesLeftResponse>, Problem>> CountAsync(
        ActingSession acting, IAccountStore store, IAccounts accounts, CancellationToken cancellationToken) =>
        await store.FindAsync(acting.User, cancellationToken) is { } user
            ? TypedResults.Ok(new RecoveryCodesLeftResponse(user.RecoveryCodes.Count))
            : await accounts.RefuseAsync(acting, cancellationToken);

    private static async Task<Results<Ok<RecoveryCodesResponse>, Problem>> ReplaceAsync(
        NewRecoveryCodesRequest? request, ActingSession acting, AccountChanges changes, Caller caller, CancellationToken cancellationToken)
    {
        var codes = new NewRecoveryCodes();
        var outcome = await changes.ApplyAsync(
            acting.User, caller, user => RecoveryCodeTransitions.Replace(user.Facts, codes.Hashes, acting.Id, request is { EndOthers: true }), terms: null, cancellationToken);
        return outcome is AccountOutcome.Changed { User: var changed }
            ? TypedResults.Ok(new RecoveryCodesResponse { RecoveryCodes = codes.RevealIfStored(changed.RecoveryCodes) })
            : outcome.ToProblem(ContractProblem.NoSecondFactor);
    }
}
