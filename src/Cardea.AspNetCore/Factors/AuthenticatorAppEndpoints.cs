using System.Security.Claims;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.Audit;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Factors;

/// <summary>The authenticator app: begun with its key, counted from its first code on.</summary>
internal static class AuthenticatorAppEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var totp = auth.MapGroup("/totp").RequireAuthorization(CardeaPolicy.SignedIn);
        totp.MapGet("", FindAsync).WithSummary("Says whether there is an authenticator app");

        var changes = totp.MapGroup("").RequireRecentAuthentication();
        changes.MapPost("", BeginAsync)
            .WithSummary("Makes a key for an authenticator app; it counts when the app has shown a code")
            .Refuses(StatusCodes.Status409Conflict);
        changes.MapPost("/confirm", ConfirmAsync)
            .WithSummary("Takes the first code of the app; from now on it is asked for, and the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);
        changes.MapDelete("", RemoveAsync)
            .WithSummary("Removes the authenticator app; the other sessions are ended")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<AuthenticatorStateResponse>, Problem>> FindAsync(
        ClaimsPrincipal principal, IAccountStore accounts, HttpContext context) =>
        await accounts.FindAsync(principal.GetUserId(), context.RequestAborted) is { } user
            ? TypedResults.Ok(new AuthenticatorStateResponse(user.AuthenticatorStep is not null))
            : await principal.RefuseAsync(context);

    private static async Task<Results<Ok<AuthenticatorResponse>, Problem>> BeginAsync(
        ClaimsPrincipal principal, AccountChanges changes, AuthenticatorApp app, CancellationToken cancellationToken)
    {
        AuthenticatorResponse? told = null;
        var update = await changes.ApplyAsync(
            principal.GetUserId(),
            asked =>
            {
                if (asked.User is not { DisabledAt: null, AuthenticatorStep: null })
                {
                    return null;
                }

                asked.User.AuthenticatorKey = app.MakeKey(asked.User);
                told = app.Describe(asked.User);
                return asked;
            },
            cancellationToken);
        return update is AccountUpdate.Updated ? TypedResults.Ok(told!) : ContractProblem.AuthenticatorExists;
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, Problem>> ConfirmAsync(
        ConfirmationRequest request, ClaimsPrincipal principal, IAccountStore accounts, AuthenticatorApp app, FactorChanges changes, Guesses guesses, HttpContext context)
    {
        if (await accounts.FindAsync(principal.GetUserId(), context.RequestAborted) is not { } user)
        {
            return await principal.RefuseAsync(context);
        }

        if (user.AuthenticatorStep is not null || user.AuthenticatorKey is null)
        {
            return user.AuthenticatorStep is null ? ContractProblem.NoAuthenticator : ContractProblem.AuthenticatorExists;
        }

        var guess = await guesses.MakeAsync(user.Email, context, () => CountFromNowAsync(request.Code ?? "", principal, app, changes, context));
        return guess switch
        {
            { Refusal: { } refusal } => refusal,
            { Value: { } codes } => TypedResults.Ok(codes),
            _ => ContractProblem.InvalidSecondFactor,
        };
    }

    private static async Task<RecoveryCodesResponse?> CountFromNowAsync(
        string code, ClaimsPrincipal principal, AuthenticatorApp app, FactorChanges changes, HttpContext context)
    {
        IReadOnlyList<string> codes = [];
        var update = await changes.ApplyAsync(
            principal,
            SecurityEventKind.AuthenticatorAdded,
            asked =>
            {
                if (asked.User.AuthenticatorStep is not null || app.FindStep(asked.User, code) is not { } step)
                {
                    return null;
                }

                asked.User.AuthenticatorStep = step;
                codes = FactorChanges.AddRecoveryCodes(asked.User);
                return asked;
            },
            context);
        return update is AccountUpdate.Updated ? new() { RecoveryCodes = codes } : null;
    }

    private static async Task<Results<NoContent, Problem>> RemoveAsync(ClaimsPrincipal principal, FactorChanges changes, HttpContext context)
    {
        var update = await changes.ApplyAsync(
            principal,
            SecurityEventKind.AuthenticatorRemoved,
            static asked =>
            {
                if (asked.User.AuthenticatorStep is null)
                {
                    return null;
                }

                asked.User.AuthenticatorKey = null;
                asked.User.AuthenticatorStep = null;
                return asked;
            },
            context);
        return update is AccountUpdate.Updated ? TypedResults.NoContent() : ContractProblem.NoAuthenticator;
    }
}
