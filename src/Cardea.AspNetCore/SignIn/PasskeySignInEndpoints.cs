using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing in by a passkey alone. A passkey is two factors: the device, and the PIN or finger that opens it.</summary>
internal static class PasskeySignInEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var signIn = auth.MapGroup("/passkeys").Refuses(StatusCodes.Status429TooManyRequests);
        signIn.MapPost("/sign-in/options", AskAsync)
            .WithSummary("Asks for a passkey: what the browser takes")
            .Refuses(StatusCodes.Status403Forbidden);
        signIn.MapPost("/sign-in", SignInAsync)
            .MakesDeviceKnown()
            .WithSummary("Signs in by a passkey")
            .Refuses(StatusCodes.Status401Unauthorized);
        signIn.MapPost("/reauthenticate", ReauthenticateAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .WithSummary("Proves again who the user is, by a passkey; the session goes on with new tokens")
            .Refuses(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, Problem>> AskAsync(
        PasskeyOptionsRequest? request, Passkeys passkeys, PasskeyQuestions questions, Quotas quotas, Caller caller, CancellationToken cancellationToken)
    {
        if (await quotas.RefuseQuestionAsync(caller.WithChallenge(request?.Challenge, ChallengePurpose.AskForPasskey), cancellationToken) is { } pause)
        {
            return ContractProblem.TooManyAttempts(pause);
        }

        var question = await passkeys.AskForKnownAsync(user: null);
        return TypedResults.Ok(await questions.KeepAsync(CodePurpose.UsePasskey, owner: null, question, cancellationToken));
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> SignInAsync(
        PasskeySignInRequest request,
        Passkeys passkeys,
        PasskeyQuestions questions,
        IAccounts accounts,
        SignIns signIns,
        Guesses guesses,
        SecurityLog log,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        if (!AskedAudience.TryRead(request.Audience, options, out var audience))
        {
            return AskedAudience.Refusal(options);
        }

        var guess = await UseAsync(request, passkeys, questions, guesses, log, caller, cancellationToken);
        if (guess is not Guess<PasskeyProof>.Right(var proof))
        {
            return Refuse(guess);
        }

        if (await accounts.FindAsync(proof.UserId, cancellationToken) is not { } account)
        {
            return ContractProblem.InvalidPasskey;
        }

        var proved = account with { SecurityStamp = proof.SecurityStamp, Epochs = account.Epochs with { Session = proof.SessionEpoch } };
        var outcome = await signIns.BeginAsync(proved, proof.Amr, device, audience, caller, SecurityEventKind.SignedIn, cancellationToken);
        return outcome.ToLastResult(ContractProblem.InvalidCredentials);
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> ReauthenticateAsync(
        PasskeySignInRequest request,
        ActingSession acting,
        Passkeys passkeys,
        PasskeyQuestions questions,
        Reauthentication reauthentication,
        Guesses guesses,
        SecurityLog log,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (!AskedAudience.TryRead(request.Audience, options, out var audience))
        {
            return AskedAudience.Refusal(options);
        }

        var guess = await UseAsync(request, passkeys, questions, guesses, log, caller, cancellationToken);
        if (guess is not Guess<PasskeyProof>.Right(var proof) || proof.UserId != acting.User)
        {
            return Refuse(guess);
        }

        var outcome = await reauthentication.FinishAsync(
            proof.UserId, acting.Id, proof.Amr, request.RefreshToken, audience, caller, cancellationToken);
        return outcome is ReauthenticationOutcome.GoesOn(var tokens) ? TypedResults.Ok(TokenResponse.Of(tokens)) : outcome.ToProblem();
    }

    private static Problem Refuse(Guess<PasskeyProof> guess) =>
        guess is Guess<PasskeyProof>.Refused(var pause) ? ContractProblem.TooManyAttempts(pause) : ContractProblem.InvalidPasskey;

    private static async Task<Guess<PasskeyProof>> UseAsync(
        PasskeyRequest request,
        Passkeys passkeys,
        PasskeyQuestions questions,
        Guesses guesses,
        SecurityLog log,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var guess = await guesses.TakeCodeAsync(
            caller,
            async () => await questions.TakeAsync(CodePurpose.UsePasskey, owner: null, request, cancellationToken) is var (state, credential)
                ? await passkeys.UseAsync(credential, state, cancellationToken)
                : null,
            cancellationToken);
        if (guess is Guess<PasskeyProof>.Wrong)
        {
            await log.StoreAsync(SecurityEventKind.SignInFailed, user: null, session: null, caller, "passkey");
        }

        return guess;
    }
}
