using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Attempts;
using Cardea.Devices;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>Adding an authenticator app, by a session or while signing in. The app begins with a key, and counts from its first code on.</summary>
internal static class AuthenticatorEnrolmentEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var totp = auth.MapGroup("/totp").RequireSignInOrEnrolToken(CardeaPolicy.SignedIn).MakesLastingChanges().RequireRecentAuthentication();
        totp.MapPost("", OfferAsync)
            .WithSummary("Makes a key for an authenticator app; it counts when the app has shown a code")
            .Refuses(StatusCodes.Status409Conflict);
        totp.MapPost("/confirm", AddAsync)
            .MayMakeDeviceKnown()
            .WithSummary("Takes the first code of the app; from now on it is asked for")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<Ok<AuthenticatorResponse>, Problem>> OfferAsync(
        NewFactorRequest? request,
        PossibleSession session,
        AccountChanges changes,
        AuthenticatorApp app,
        Enrolments enrolments,
        IAuthenticatorEnrolment enrolment,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (request is { EnrolToken: { } enrolToken })
        {
            return await EnrolmentEndpoints.OfferAsync(enrolToken, request.MailCode, enrolments, enrolment, caller, cancellationToken);
        }

        var acting = session.Acting!;
        var outcome = await changes.ApplyAsync(acting.User, user => AuthenticatorTransitions.Offer(user.Facts, app.MakeKey(user), acting.Id), cancellationToken);
        return outcome is AccountOutcome.Changed { User: var changed }
            ? TypedResults.Ok(app.Describe(changed)!)
            : outcome.ToProblem(ContractProblem.AuthenticatorExists);
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, Ok<TokenResponse>, Problem>> AddAsync(
        ConfirmationRequest? request,
        PossibleSession session,
        IAccountStore store,
        IAccounts accounts,
        AuthenticatorApp app,
        AccountChanges changes,
        Guesses guesses,
        Enrolments enrolments,
        IAuthenticatorEnrolment enrolment,
        DeviceTokens devices,
        Caller caller,
        CancellationToken cancellationToken)
    {
        // The body is optional for the routing, so that a request without a token is told so first.
        if (request is null)
        {
            return ContractProblem.OfStatus(StatusCodes.Status400BadRequest);
        }

        if (request.EnrolToken is not null)
        {
            var enrolled = await EnrolmentEndpoints.AddAsync(request, enrolments, enrolment, guesses, devices, caller, cancellationToken);
            return enrolled.Result is Ok<TokenResponse> tokens ? tokens : (Problem)enrolled.Result;
        }

        var acting = session.Acting!;
        return await AddBySessionAsync(request, acting, store, accounts, app, changes, guesses, caller, cancellationToken);
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, Ok<TokenResponse>, Problem>> AddBySessionAsync(
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
                known => AuthenticatorTransitions.Add(known.Facts, app.FindStep(known, request.Code ?? ""), codes.Hashes, acting.Id, request.EndOthers),
                terms: null,
                cancellationToken),
            static outcome => outcome is not AccountOutcome.Changed,
            cancellationToken);
        return guess switch
        {
            Guess<AccountOutcome>.Right(AccountOutcome.Changed(var changed, _)) =>
                TypedResults.Ok(new RecoveryCodesResponse { RecoveryCodes = codes.RevealIfStored(changed.RecoveryCodes) }),
            Guess<AccountOutcome>.Right(var outcome) => outcome.ToProblem(ContractProblem.InvalidSecondFactor),
            Guess<AccountOutcome>.Refused(var pause) => ContractProblem.TooManyAttempts(pause),
            _ => throw new UnreachableException(),
        };
    }
}
