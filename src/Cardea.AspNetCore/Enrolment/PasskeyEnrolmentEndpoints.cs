using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>Adding a passkey, by a session or while signing in.</summary>
internal static class PasskeyEnrolmentEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var passkeys = auth.MapGroup("/passkeys").RequireSignInOrEnrolToken(CardeaPolicy.SignedIn).MakesLastingChanges().RequireRecentAuthentication();
        passkeys.MapPost("/options", AskAsync)
            .WithSummary("Asks for a new passkey: what the browser takes")
            .Refuses(StatusCodes.Status409Conflict);
        passkeys.MapPost("", AddAsync)
            .MayMakeDeviceKnown()
            .WithSummary("Adds a passkey; from now on a second factor is asked for")
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, Problem>> AskAsync(
        NewFactorRequest? request,
        PossibleSession session,
        IAccountStore store,
        IAccounts accounts,
        Passkeys passkeys,
        PasskeyQuestions questions,
        Enrolments enrolments,
        Caller caller,
        CancellationToken cancellationToken)
    {
        UserId owner;
        if (request is { EnrolToken: { } enrolToken })
        {
            var outcome = await enrolments.BeginAsync(enrolToken, request.MailCode, caller, cancellationToken);
            if (outcome is not EnrolmentOutcome.GoesOn(var enrolling))
            {
                return outcome.ToProblem();
            }

            owner = enrolling.Account.Id;
        }
        else
        {
            owner = session.Acting!.User;
        }

        if (await store.FindAsync(owner, cancellationToken) is not { } user)
        {
            return session.Acting is { } acting ? await accounts.RefuseAsync(acting, cancellationToken) : ContractProblem.InvalidEnrolToken;
        }

        if (!PasskeyTransitions.HasRoom(user.Facts))
        {
            return ContractProblem.TooManyPasskeys;
        }

        var question = await passkeys.AskForNewAsync(user);
        return TypedResults.Ok(await questions.KeepAsync(CodePurpose.AddPasskey, owner, question, cancellationToken));
    }

    private static async Task<Results<Created<PasskeyAddedResponse>, Ok<TokenResponse>, Problem>> AddAsync(
        NewPasskeyRequest? request,
        PossibleSession session,
        Passkeys passkeys,
        PasskeyQuestions questions,
        AccountChanges changes,
        Enrolments enrolments,
        Caller caller,
        HttpRequest http,
        CancellationToken cancellationToken)
    {
        // The body is optional for the routing, so that a request without a token is told so first.
        if (request is null)
        {
            return ContractProblem.OfStatus(StatusCodes.Status400BadRequest);
        }

        if (!DeviceName.TryRead(request.Name, out var name))
        {
            return ContractProblem.Invalid("name", DeviceName.Rule);
        }

        if (request.EnrolToken is not { } enrolToken)
        {
            var acting = session.Acting!;
            return await ReadAsync(acting.User) is { } added ? await AddBySessionAsync(request, added, acting, changes, caller, http, cancellationToken) : ContractProblem.PasskeyRefused;
        }

        var outcome = await enrolments.GoOnAsync(enrolToken, caller, cancellationToken);
        if (outcome is not EnrolmentOutcome.GoesOn(var enrolling))
        {
            return outcome.ToProblem();
        }

        return await ReadAsync(enrolling.Account.Id) is { } first
            ? await EnrolAsync(request, first, enrolling, changes, enrolments, caller, cancellationToken)
            : ContractProblem.PasskeyRefused;

        async Task<Passkey?> ReadAsync(UserId owner) =>
            await questions.TakeAsync(CodePurpose.AddPasskey, owner, request, cancellationToken) is var (state, credential)
            && await passkeys.ReadNewAsync(credential, state) is var (read, userId, _)
            && userId == owner.Value
                ? read with { Name = name }
                : null;
    }

    private static async Task<Results<Created<PasskeyAddedResponse>, Ok<TokenResponse>, Problem>> AddBySessionAsync(
        NewPasskeyRequest request, Passkey passkey, ActingSession acting, AccountChanges changes, Caller caller, HttpRequest http, CancellationToken cancellationToken)
    {
        var codes = new NewRecoveryCodes();
        var outcome = await changes.ApplyAsync(
            acting.User, caller, user => PasskeyTransitions.Add(user.Facts, passkey, codes.Hashes, acting.Id, request.EndOthers), terms: null, cancellationToken);
        return outcome switch
        {
            AccountOutcome.Changed(var user, _) => TypedResults.Created(
                http.OwnLocation,
                new PasskeyAddedResponse { Passkey = PasskeyResponse.Of(passkey), RecoveryCodes = codes.RevealIfStored(user.RecoveryCodes) }),
            AccountOutcome.Declined => ContractProblem.TooManyPasskeys,
            _ => outcome.ToProblem(ContractProblem.PasskeyRefused),
        };
    }

    private static async Task<Results<Created<PasskeyAddedResponse>, Ok<TokenResponse>, Problem>> EnrolAsync(
        NewPasskeyRequest request, Passkey passkey, Enrolling enrolling, AccountChanges changes, Enrolments enrolments, Caller caller, CancellationToken cancellationToken)
    {
        var codes = new NewRecoveryCodes();
        var outcome = await changes.ApplyAsync(
            enrolling.Account.Id,
            caller,
            user => enrolling.HoldsFor(user) ? PasskeyTransitions.Add(user.Facts, passkey, codes.Hashes, acting: null, request.EndOthers) : null,
            new() { Code = enrolling.Code },
            cancellationToken);
        switch (outcome)
        {
            case AccountOutcome.Changed(var user, _):
                var account = enrolling.Account.WithFactors(user, request.EndOthers);
                var finished = await enrolments.FinishAsync(
                    enrolling, account, SecondFactor.By(passkey), codes.RevealIfStored(user.RecoveryCodes), caller, cancellationToken);
                return finished.Result is Ok<TokenResponse> tokens ? tokens : (Problem)finished.Result;
            case AccountOutcome.Refused(AccountUpdate.PasskeyTaken):
                return ContractProblem.PasskeyRefused;
            default:
                return ContractProblem.InvalidEnrolToken;
        }
    }
}
