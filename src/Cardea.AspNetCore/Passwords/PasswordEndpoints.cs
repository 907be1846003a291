using System.Diagnostics;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Changing a password, and setting a new one when it is forgotten.</summary>
internal static class PasswordEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var passwords = auth.MapGroup("/password");

        passwords.MapPost("/change", ChangeAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .MakesLastingChangesByPassword()
            .WithSummary("Changes the password, or sets the first one; this session goes on, the others are ended");

        passwords.MapPost("/forgot", ForgetAsync)
            .WithSummary("Mails a code for a new password, if there is such an account")
            .Produces(StatusCodes.Status202Accepted);

        passwords.MapPost("/reset", ResetAsync)
            .WithSummary("Sets a new password for a mailed code; all sessions are ended")
            .Refuses(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> ChangeAsync(
        PasswordChangeRequest request, ActingSession acting, PasswordCheck check, PasswordChange change, Caller caller, CancellationToken cancellationToken)
    {
        return await check.CheckForChangeAsync(acting, request.CurrentPassword, caller, cancellationToken) switch
        {
            PasswordOutcome.Right(var account) => Answer(
                await change.ChangeAsync(account, acting, request.NewPassword, request.RefreshToken, caller, cancellationToken)),
            PasswordOutcome.Refusal refusal => refusal.ToProblem(),
            _ => throw new UnreachableException(),
        };

        static Results<Ok<TokenResponse>, Problem> Answer(PasswordChangeOutcome outcome) => outcome switch
        {
            PasswordChangeOutcome.Changed(var tokens) => TypedResults.Ok(TokenResponse.Of(tokens)),
            PasswordChangeOutcome.Weak(var reasons) => ContractProblem.Invalid("newPassword", reasons),
            PasswordChangeOutcome.NotItsToken => ContractProblem.InvalidRefreshToken,
            PasswordChangeOutcome.SessionRefused(var refused, var proof) => refused.ToProblem(proof),
            PasswordChangeOutcome.Overtaken => ContractProblem.InvalidCredentials,
            _ => throw new UnreachableException(),
        };
    }

    private static async Task<StatusCodeHttpResult> ForgetAsync(
        EmailRequest request, PasswordRecovery recovery, Caller caller, CancellationToken cancellationToken)
    {
        await recovery.AskAsync(request.Email, caller.WithDevice(request.DeviceToken), cancellationToken);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<Results<NoContent, Problem>> ResetAsync(
        PasswordResetRequest request, PasswordRecovery recovery, KnownDevices devices, HttpContext http, Caller caller, CancellationToken cancellationToken)
    {
        switch (await recovery.ResetAsync(request.Token, request.NewPassword, caller, cancellationToken))
        {
            case PasswordResetOutcome.Done(var owner):
                await devices.RememberAsync(owner, http);
                return TypedResults.NoContent();
            case PasswordResetOutcome.Weak(var reasons):
                return ContractProblem.Invalid("newPassword", reasons);
            case PasswordResetOutcome.TooMany(var retryAfter):
                return ContractProblem.TooManyAttempts(retryAfter);
            case PasswordResetOutcome.InvalidCode:
                return ContractProblem.InvalidCode;
            default:
                throw new UnreachableException();
        }
    }
}
