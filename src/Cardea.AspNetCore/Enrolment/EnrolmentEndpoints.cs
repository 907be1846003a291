using Cardea.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Factors;
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

/// <summary>Adding the first second factor before the session begins, by the <c>enrolToken</c> of a sign-in.</summary>
internal static class EnrolmentEndpoints
{
    /// <summary>Maps what all users need.</summary>
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/enrolment/code", AskForMailAsync)
            .WithSummary("Mails the code that an unknown device needs to add the first second factor")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);

    /// <summary>Maps the authenticator app of an app's users. The app itself lets its signed-in users add and remove it.</summary>
    public static void MapForAppUsers(IEndpointRouteBuilder auth)
    {
        var totp = auth.MapGroup("/totp").Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests);
        totp.MapPost("", static (NewFactorRequest request, Enrolments enrolments, IAuthenticatorEnrolment app, Caller caller, CancellationToken cancellationToken) =>
                OfferAsync(request.EnrolToken ?? "", request.MailCode, enrolments, app, caller, cancellationToken))
            .WithSummary("Makes a key for the authenticator app of a user who must add one to sign in");
        totp.MapPost("/confirm", static (
                ConfirmationRequest request, Enrolments enrolments, IAuthenticatorEnrolment app, Guesses guesses, DeviceTokens devices, Caller caller, CancellationToken cancellationToken) =>
                AddAsync(request, enrolments, app, guesses, devices, caller, cancellationToken))
            .MakesDeviceKnown()
            .WithSummary("Takes the first code of the app, and finishes the sign-in")
            .Refuses(StatusCodes.Status404NotFound);
    }

    /// <summary>Makes a key for the authenticator app.</summary>
    public static async Task<Results<Ok<AuthenticatorResponse>, Problem>> OfferAsync(
        string enrolToken, string? mailCode, Enrolments enrolments, IAuthenticatorEnrolment app, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await enrolments.BeginAsync(enrolToken, mailCode, caller, cancellationToken);
        if (outcome is not EnrolmentOutcome.GoesOn(var enrolling))
        {
            return outcome.ToProblem();
        }

        return await app.OfferAsync(enrolling, cancellationToken) is { } key ? TypedResults.Ok(key) : ContractProblem.InvalidEnrolToken;
    }

    /// <summary>Takes the first code of the app.</summary>
    public static async Task<Results<Ok<TokenResponse>, Problem>> AddAsync(
        ConfirmationRequest request,
        Enrolments enrolments,
        IAuthenticatorEnrolment app,
        Guesses guesses,
        DeviceTokens devices,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var outcome = await enrolments.GoOnAsync(request.EnrolToken ?? "", caller, cancellationToken);
        if (outcome is not EnrolmentOutcome.GoesOn(var enrolling))
        {
            return outcome.ToProblem();
        }

        var account = enrolling.Account;
        var guess = await guesses.MakeAsync(
            new(AttemptKey.OfSecondFactor(account.Id), devices.Recognise(caller.DeviceTokens, account.Id, account.Epochs.Device)),
            caller,
            async () => (AuthenticatorAddition?)await app.AddAsync(enrolling, request.Code ?? "", request.EndOthers, caller, cancellationToken),
            static addition => addition is AuthenticatorAddition.WrongCode,
            cancellationToken);
        return guess switch
        {
            Guess<AuthenticatorAddition>.Right(AuthenticatorAddition.Added(var added, var recoveryCodes)) =>
                await enrolments.FinishAsync(enrolling, added, SecondFactor.ByCode, recoveryCodes, caller, cancellationToken),
            Guess<AuthenticatorAddition>.Right(AuthenticatorAddition.WrongCode) => ContractProblem.InvalidSecondFactor,
            Guess<AuthenticatorAddition>.Right(AuthenticatorAddition.NoKey) => ContractProblem.NoAuthenticator,
            Guess<AuthenticatorAddition>.Refused(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            _ => ContractProblem.InvalidEnrolToken,
        };
    }

    private static async Task<Results<StatusCodeHttpResult, Problem>> AskForMailAsync(
        EnrolmentCodeRequest request, Enrolments enrolments, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await enrolments.AskForMailAsync(request.EnrolToken, caller, cancellationToken);
        return outcome is EnrolmentOutcome.GoesOn ? TypedResults.StatusCode(StatusCodes.Status202Accepted) : outcome.ToProblem();
    }
}
