using System.Security.Claims;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Signing up, signing in, and who one is.</summary>
internal static class AccountEndpoints
{
    // RFC 8176, section 2.
    private static readonly string[] ByPassword = ["pwd"];

    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/register", RegisterAsync)
            .WithSummary("Signs a user up and in")
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable);

        auth.MapPost("/login", LoginAsync)
            .WithSummary("Signs a user in")
            .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status503ServiceUnavailable);

        auth.MapGet("/me", MeAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Says who is signed in")
            .Refuses(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Results<Created<TokenResponse>, Problem>> RegisterAsync(
        CredentialsRequest request,
        IAccounts accounts,
        SignedInSessions sessions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        switch (await accounts.RegisterAsync(request.Email, request.Password, cancellationToken))
        {
            case Registration.Registered registered:
                return await BeginAsync(registered.Account, device, sessions, context, cancellationToken) is { } tokens
                    ? TypedResults.Created("/auth/me", TokenResponse.Of(tokens))
                    : ContractProblem.InvalidCredentials;
            case Registration.EmailTaken:
                return ContractProblem.EmailTaken;
            case Registration.Invalid invalid:
                return ContractProblem.Invalid(invalid.Errors);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.ToString());
        }
    }

    private static async Task<Results<Ok<TokenResponse>, Problem>> LoginAsync(
        CredentialsRequest request,
        IAccounts accounts,
        SignedInSessions sessions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        // A password that changes while it is checked leaves no session: the insert compares the stamp.
        return await accounts.VerifyPasswordAsync(request.Email, request.Password, cancellationToken) is { } account
            && await BeginAsync(account, device, sessions, context, cancellationToken) is { } tokens
            ? TypedResults.Ok(TokenResponse.Of(tokens))
            : ContractProblem.InvalidCredentials;
    }

    private static async Task<Results<Ok<MeResponse>, Problem>> MeAsync(
        ClaimsPrincipal user,
        IAccounts accounts,
        CancellationToken cancellationToken) =>
        await accounts.FindAsync(user.GetUserId(), cancellationToken) is { } account
            ? TypedResults.Ok(new MeResponse(account.Id.Value, account.Email, account.EmailVerified, account.Roles, user.GetSessionId().ToString()))
            : Problem.InvalidToken;

    private static Task<IssuedTokens?> BeginAsync(
        Account account,
        string? device,
        SignedInSessions sessions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        sessions.BeginAsync(account.Id, ByPassword, account.Roles, account.SecurityStamp, context.DescribeClient(device), cancellationToken);
}
