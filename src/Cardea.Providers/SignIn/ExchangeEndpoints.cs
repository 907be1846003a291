using System.Diagnostics;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Tokens;
using Cardea.Codes;
using Cardea.Providers.Protocol;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardea.Providers.SignIn;

/// <summary>Where an app gets its tokens after a sign-in with a provider.</summary>
internal static class ExchangeEndpoints
{
    public static void Map(IEndpointRouteBuilder external)
    {
        external.MapPost("/exchange", ExchangeAsync)
            .MakesDeviceKnown()
            .WithSummary("Exchanges the code that came to the app for tokens, or links")
            .Produces<TokenResponse>()
            .Produces(StatusCodes.Status204NoContent)
            .Produces<ExternalRequired>(StatusCodes.Status409Conflict, ProblemMetadata.ContentType)
            .Produces<ExternalRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);
        external.MapPost("/complete", CompleteAsync)
            .MakesDeviceKnown()
            .WithSummary("Gives an address, its mailed code, or a proof of the account, to a sign-in with a provider")
            .Produces<TokenResponse>()
            .Produces(StatusCodes.Status202Accepted)
            .Produces<ExternalRequired>(StatusCodes.Status409Conflict, ProblemMetadata.ContentType)
            .Produces<ExternalRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);
        external.MapPost("/confirm", ConfirmAsync)
            .RequireSignIn(AspNetCore.CardeaPolicy.SignedIn)
            .MakesLastingChanges()
            .RequireRecentAuthentication()
            .WithSummary("Links the provider's account to the user's, after a sign-in as before")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ExchangeAsync(
        ExchangeRequest request,
        HttpContext context,
        ICodeStore codes,
        ExternalResults results,
        Guesses guesses,
        CardeaOptions options,
        PossibleSession session,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (ReadRequest(request.Device, request.DeviceToken, request.Audience, options, caller, out var refusal) is not { } asked)
        {
            return refusal!;
        }

        // The first try uses the code up, whether its verifier is right or not.
        var hash = CodeHash.Of(request.Code ?? "");
        var taken = await guesses.TakeCodeAsync(caller, () => codes.ConsumeAsync(hash, CodePurpose.AppCode, cancellationToken), cancellationToken);
        if (taken is Guess<StoredCode>.Refused(var retryAfter))
        {
            return ContractProblem.TooManyAttempts(retryAfter);
        }

        if (taken is not Guess<StoredCode>.Right({ State: { } state } code)
            || AttemptResult.Parse(state) is not { Attempt.Owner: { IsBrowser: false } owner } result
            || !owner.Is(request.CodeVerifier, browser: null))
        {
            return ContractProblem.InvalidCode;
        }

        var isForIssuer = session.Acting is not null && ActingSession.HasIssuerToken(context);
        return ToResult(await results.GoOnAsync(code, result, session.Acting, mayLink: isForIssuer, asked.Of(owner), request.RefreshToken, cancellationToken));
    }

    private static async Task<IResult> CompleteAsync(
        CompleteRequest request,
        HttpContext context,
        ICodeStore codes,
        ExternalSignIns signIns,
        AttemptCookie cookie,
        KeptOutcomes outcomes,
        Guesses guesses,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (ReadRequest(request.Device, request.DeviceToken, request.Audience, options, caller, out var refusal) is not { } asked)
        {
            return refusal!;
        }

        if (request is { Email: null, Code: null, Password: null, TakeOver: not true })
        {
            return ContractProblem.Invalid("email", "Send one of email, code, password and takeOver with the externalToken.");
        }

        var hash = CodeHash.Of(request.ExternalToken ?? "");
        var found = await guesses.TakeCodeAsync(caller, () => codes.FindAsync(hash, CodePurpose.ExternalToken, cancellationToken), cancellationToken);
        if (found is Guess<StoredCode>.Refused(var retryAfter))
        {
            return ContractProblem.TooManyAttempts(retryAfter);
        }

        if (found is not Guess<StoredCode>.Right({ State: { } state } token)
            || PendingSignIn.Parse(state) is not { } pending
            || !pending.Owner.Is(request.CodeVerifier, cookie.Read(context.Request)))
        {
            return ContractProblem.InvalidCode;
        }

        asked = asked.Of(pending.Owner);
        var outcome = request switch
        {
            { Code: { } typed } => await signIns.TakeCodeAsync(token, pending, typed, asked, cancellationToken),
            { Password: { } password } => await signIns.ProveAsync(token, pending, password, asked, cancellationToken),
            { TakeOver: true } => await signIns.TakeOverAsync(token, pending, asked, cancellationToken),
            _ => await signIns.AskForAddressAsync(token, pending, request.Email, caller, cancellationToken),
        };
        if (pending.Owner.IsBrowser && outcome is ExternalOutcome.GoesOn)
        {
            outcomes.Forget(context);
        }

        return ToResult(outcome);
    }

    private static async Task<IResult> ConfirmAsync(
        ConfirmRequest request,
        HttpContext context,
        ActingSession acting,
        ICodeStore codes,
        ExternalSignIns signIns,
        AttemptCookie cookie,
        KeptOutcomes outcomes,
        Guesses guesses,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var hash = CodeHash.Of(request.LinkToken ?? "");
        var found = await guesses.TakeCodeAsync(
            caller,
            async () => await codes.FindAsync(hash, CodePurpose.LinkToken, cancellationToken) ?? await codes.FindAsync(hash, CodePurpose.ExternalToken, cancellationToken),
            cancellationToken);
        if (found is Guess<StoredCode>.Refused(var retryAfter))
        {
            return ContractProblem.TooManyAttempts(retryAfter);
        }

        if (found is not Guess<StoredCode>.Right({ State: { } state } token)
            || PendingSignIn.Parse(state) is not { } pending
            || !pending.Owner.Is(request.CodeVerifier, cookie.Read(context.Request)))
        {
            return ContractProblem.InvalidCode;
        }

        var outcome = await signIns.ConfirmAsync(token, pending, acting, caller, cancellationToken);
        if (pending.Owner.IsBrowser && outcome is ExternalOutcome.Linked)
        {
            outcomes.Forget(context);
        }

        return ToResult(outcome);
    }

    /// <summary>Reads what every sign-in asks for.</summary>
    public static SignInRequest? ReadRequest(
        string? deviceName, string? deviceToken, string? audienceName, CardeaOptions options, Caller caller, out Problem? refusal)
    {
        if (!DeviceName.TryRead(deviceName, out var device))
        {
            refusal = DeviceName.Refusal();
            return null;
        }

        if (!AskedAudience.TryRead(audienceName, options, out var audience))
        {
            refusal = AskedAudience.Refusal(options);
            return null;
        }

        refusal = null;
        return new(device, audience, caller.WithDevice(deviceToken));
    }

    /// <summary>The answer to a step.</summary>
    public static IResult ToResult(ExternalOutcome outcome) => outcome switch
    {
        ExternalOutcome.GoesOn(SignInOutcome.SignedIn(var tokens)) => TypedResults.Ok(TokenResponse.Of(tokens)),
        ExternalOutcome.GoesOn(var signIn) => (IResult)signIn.ToResult(ContractProblem.InvalidCredentials).Result,
        ExternalOutcome.Needs(var required) => required,
        ExternalOutcome.Refused(var problem) => problem,
        ExternalOutcome.Asked => TypedResults.StatusCode(StatusCodes.Status202Accepted),
        ExternalOutcome.Linked => TypedResults.NoContent(),
        _ => throw new UnreachableException(),
    };
}
