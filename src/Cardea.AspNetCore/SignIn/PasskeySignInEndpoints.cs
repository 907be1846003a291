using System.Security.Claims;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing in by a passkey alone, which is two factors in one: the device, and what opens it.</summary>
internal static class PasskeySignInEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var signIn = auth.MapGroup("/passkeys").Refuses(StatusCodes.Status429TooManyRequests);
        signIn.MapPost("/sign-in/options", AskAsync).WithSummary("Asks for a passkey: what the browser takes");
        signIn.MapPost("/sign-in", SignInAsync)
            .WithSummary("Signs in by a passkey")
            .Refuses(StatusCodes.Status401Unauthorized);
        signIn.MapPost("/reauthenticate", ReauthenticateAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Proves again who the user is, by a passkey; the session goes on with new tokens")
            .Refuses(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, Problem>> AskAsync(
        Passkeys passkeys, PasskeyQuestions questions, Guesses guesses, HttpContext context)
    {
        if (await guesses.RefuseQuestionAsync(context) is { } refusal)
        {
            return refusal;
        }

        var question = await passkeys.AskForKnownAsync(user: null, context);
        return TypedResults.Ok(await questions.KeepAsync(CodePurpose.UsePasskey, owner: null, question, context.RequestAborted));
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> SignInAsync(
        PasskeyRequest request, Passkeys passkeys, PasskeyQuestions questions, IAccounts accounts, SignIns signIns, SecurityLog log, HttpContext context)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        return await UseAsync(request, passkeys, questions, log, context) is { } proof && await accounts.FindAsync(proof.UserId, context.RequestAborted) is { } account
            ? await signIns.FinishAsync(account with { SecurityStamp = proof.SecurityStamp, SessionEpoch = proof.SessionEpoch }, proof.Amr, device, context)
            : ContractProblem.InvalidPasskey;
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> ReauthenticateAsync(
        PasskeyRequest request, ClaimsPrincipal user, Passkeys passkeys, PasskeyQuestions questions, Reauthentication reauthentication, SecurityLog log, HttpContext context) =>
        await UseAsync(request, passkeys, questions, log, context) is { } proof && proof.UserId == user.GetUserId()
            ? await reauthentication.FinishAsync(proof.UserId, user.GetSessionId(), proof.Amr, request.RefreshToken, context)
            : ContractProblem.InvalidPasskey;

    private static async Task<PasskeyProof?> UseAsync(
        PasskeyRequest request, Passkeys passkeys, PasskeyQuestions questions, SecurityLog log, HttpContext context)
    {
        if (await questions.TakeAsync(CodePurpose.UsePasskey, owner: null, request, context.RequestAborted) is var (state, credential)
            && await passkeys.UseAsync(credential, state, context) is { } proof)
        {
            return proof;
        }

        await log.AddAsync(log.Of(SecurityEventKind.SignInFailed, user: null, session: null, context, "passkey"));
        return null;
    }
}
