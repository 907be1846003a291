using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Tokens;
using Cardea.Rotation;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Changing a password, and setting a new one when it is forgotten.</summary>
internal static class PasswordEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var passwords = auth.MapGroup("/password");

        passwords.MapPost("/change", ChangeAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Changes the password; this session goes on, the others are ended")
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests);

        passwords.MapPost("/forgot", ForgetAsync)
            .WithSummary("Mails a code for a new password, if there is such an account")
            .Produces(StatusCodes.Status202Accepted);

        passwords.MapPost("/reset", ResetAsync)
            .WithSummary("Sets a new password for a mailed code; all sessions are ended");
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> ChangeAsync(
        PasswordChangeRequest request, ClaimsPrincipal user, PasswordStep step, Passwords passwords, RefreshTokenRotation rotation, HttpContext context)
    {
        var (account, refusal) = await step.CheckForChangeAsync(user, request.CurrentPassword, context);
        if (account is null)
        {
            return refusal!;
        }

        if (passwords.ReasonsAgainst(request.NewPassword, account.Email) is { Length: > 0 } reasons)
        {
            return ContractProblem.Invalid("newPassword", reasons);
        }

        return rotation.TryProve(user.GetSessionId(), account.Id, Amr(user), request.RefreshToken, out var proof)
            ? await passwords.ChangeAsync(account, request.NewPassword!, proof, context)
            : ProvedSession.NotItsToken;
    }

    private static async Task<StatusCodeHttpResult> ForgetAsync(EmailRequest request, PasswordRecovery recovery, HttpContext context)
    {
        await recovery.AskAsync(EmailAddress.Normalize(request.Email), context);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<Results<NoContent, Problem>> ResetAsync(PasswordResetRequest request, PasswordRecovery recovery, HttpContext context) =>
        await recovery.ResetAsync(request.Token ?? "", request.NewPassword, context) is { } refusal ? refusal : TypedResults.NoContent();

    private static IReadOnlyList<string> Amr(ClaimsPrincipal user) =>
        [.. user.GetAuthenticationMethods().Union(SignInMethods.Password)];
}
