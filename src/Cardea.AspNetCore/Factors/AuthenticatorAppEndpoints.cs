using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>The authenticator app of a user who is signed in: shown, and removed.</summary>
internal static class AuthenticatorAppEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var totp = auth.MapGroup("/totp").RequireSignIn(CardeaPolicy.SignedIn);
        totp.MapGet("", FindAsync).WithSummary("Says whether there is an authenticator app");

        totp.MapDelete("", RemoveAsync)
            .MakesLastingChanges()
            .RequireRecentAuthentication()
            .WithSummary("Removes the authenticator app; the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<AuthenticatorStateResponse>, Problem>> FindAsync(
        ActingSession acting, IAccountStore store, IAccounts accounts, CancellationToken cancellationToken) =>
        await store.FindAsync(acting.User, cancellationToken) is { } user
            ? TypedResults.Ok(new AuthenticatorStateResponse(user.Facts.HasAuthenticator))
            : await accounts.RefuseAsync(acting, cancellationToken);

    private static async Task<Results<NoContent, Problem>> RemoveAsync(
        [FromBody] PasswordRequest? proof, ActingSession acting, AccountChanges changes, CardeaOptions options, Caller caller, CancellationToken cancellationToken)
    {
        var refusal = ContractProblem.NoAuthenticator;
        var outcome = await changes.ApplyAsync(
            acting.User,
            caller,
            user =>
            {
                refusal = user.Facts.HasAuthenticator ? ContractProblem.LastSecondFactor : ContractProblem.NoAuthenticator;
                return AuthenticatorTransitions.Remove(user.Facts, options.RequireSecondFactor, acting.Id);
            },
            terms: null,
            cancellationToken);
        return outcome is AccountOutcome.Changed ? TypedResults.NoContent() : outcome.ToProblem(refusal);
    }
}
