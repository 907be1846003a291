using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Attempts;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>The authenticator app. It begins with a key, and counts from its first code on.</summary>
internal static class AuthenticatorAppEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var totp = auth.MapGroup("/totp").RequireSignIn(CardeaPolicy.SignedIn);
        totp.MapGet("", FindAsync).WithSummary("Says whether there is an authenticator app");

        var changes = totp.MapGroup("").MakesLastingChanges().RequireRecentAuthentication();
        changes.MapPost("", OfferAsync)
            .WithSummary("Makes a key for an authenticator app; it counts when the app has shown a code")
            .Refuses(StatusCodes.Status409Conflict);
        changes.MapPost("/confirm", AddAsync)
            .WithSummary("Takes the first code of the app; from now on it is asked for, and the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        changes.MapDelete("", RemoveAsync)
            .WithSummary("Removes the authenticator app; the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<AuthenticatorStateResponse>, Problem>> FindAsync(
        ActingSession acting, IAccountStore store, IAccounts accounts, CancellationToken cancellationToken) =>
        await store.FindAsync(acting.User, cancellationToken) is { } user
            ? TypedResults.Ok(new AuthenticatorStateResponse(user.Facts.HasAuthenticator))
            : await accounts.RefuseAsync(acting, cancellationToken);

    private static async Task<Results<Ok<AuthenticatorResponse>, Problem>> OfferAsync(
        PasswordRequest? proof, ActingSession acting, AccountChanges changes, AuthenticatorApp app, CancellationToken cancellationToken)
    {
        var outcome = await changes.ApplyAsync(acting.User, user => AuthenticatorTransitions.Offer(user.Facts, app.MakeKey(user), acting.Id), cancellationToken);
        return outcome is AccountOutcome.Changed { User: var changed }
            ? TypedResults.Ok(app.Describe(changed)!)
            : outcome.ToProblem(ContractProblem.AuthenticatorExists);
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, Problem>> AddAsync(
        ConfirmationRequest request,
        ActingSession acting,
        IAccountStore store,
        IAccounts accounts,
        AuthenticatorApp app,
        AccountChanges changes,
        Guesses guesses,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync(acting.User, cancellationToken) is not { } user)
        {
            return await accounts.RefuseAsync(acting, cancellationToken);
        }

        if (user.Facts.HasAuthenticator)
        {
            return ContractProblem.AuthenticatorExists;
        }

        if (!user.Facts.HasAuthenticatorKey)
        {
            return ContractProblem.NoAuthenticator;
        }

        var codes = new NewRecoveryCodes();
        var guess = await guesses.MakeAsync<AccountOutcome>(
            new(AttemptKey.OfSecondFactor(acting.User), acting.Device),
            caller,
            async () => await changes.ApplyAsync(
                acting.User,
                caller,
                known => AuthenticatorTransitions.Add(known.Facts, app.FindStep(known, request.Code ?? ""), codes.Hashes, acting.Id),
                terms: null,
                cancellationToken),
            static outcome => outcome is not AccountOutcome.Changed,
            cancellationToken);
        return guess switch
        {
            Guess<AccountOutcome>.Right(AccountOutcome.Changed(var changed, _)) =>
                TypedResults.Ok(new RecoveryCodesResponse { RecoveryCodes = codes.RevealIfStored(changed.RecoveryCodes) }),
            Guess<AccountOutcome>.Right(var outcome) => outcome.ToProblem(ContractProblem.InvalidSecondFactor),
            Guess<AccountOutcome>.Refused(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(
        [FromBody] PasswordRequest? proof, ActingSession acting, AccountChanges changes, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await changes.ApplyAsync(
            acting.User, caller, user => AuthenticatorTransitions.Remove(user.Facts, acting.Id), terms: null, cancellationToken);
        return outcome is AccountOutcome.Changed ? TypedResults.NoContent() : outcome.ToProblem(ContractProblem.NoAuthenticator);
    }
}
