using System.Security.Claims;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Hashing;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Signing up, signing in, and who one is.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/register", RegisterAsync)
            .WithSummary("Signs a user up and in")
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);

        auth.MapPost("/login", LoginAsync)
            .WithSummary("Signs a user in")
            .Produces<MfaRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);

        auth.MapGet("/me", MeAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Says who is signed in")
            .Refuses(StatusCodes.Status401Unauthorized);
    }

    private static async Task<Results<Created<TokenResponse>, Problem>> RegisterAsync(
        CredentialsRequest request, IAccounts accounts, HashingQueue hashing, Guesses guesses, SignIns signIns, HttpContext context)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        hashing.ThrowIfFull();

        // Whether an address is taken is for its owner to know: asking counts as a guess.
        var guess = await guesses.MakeAsync(
            email: null,
            context,
            () => accounts.RegisterAsync(request.Email, request.Password, context.RequestAborted)!,
            static registration => registration is not Registration.EmailTaken);
        switch (guess.Value)
        {
            case null:
                return guess.Refusal!;
            case Registration.Registered registered:
                return await BeginAsync(registered.Account, device, signIns, context) is { } tokens
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

    private static async Task<IssuedTokens?> BeginAsync(Account account, string? device, SignIns signIns, HttpContext context)
    {
        var tokens = await signIns.BeginAsync(account, SignInMethods.Password, device, context, SecurityEventKind.Registered);
        if (tokens is not null && context.RequestServices.GetService<EmailVerification>() is { } verification)
        {
            await verification.AskAsync(account, context);
        }

        return tokens;
    }

    private static async Task<Results<Ok<TokenResponse>, MfaRequired, Problem>> LoginAsync(
        CredentialsRequest request, PasswordStep passwords, SecondFactorStep secondFactor, SignIns signIns, HttpContext context)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        var (account, refusal) = await passwords.CheckAsync(request.Email, request.Password, context);
        if (account is null)
        {
            return refusal!;
        }

        if (account.SecondFactors.Count > 0)
        {
            return await secondFactor.AskAsync(account, SignInMethods.Password, device, renews: null, context);
        }

        // A password that changes while it is checked leaves no session: the insert compares the stamp.
        return await signIns.BeginAsync(account, SignInMethods.Password, device, context) is { } tokens
            ? TypedResults.Ok(TokenResponse.Of(tokens))
            : ContractProblem.InvalidCredentials;
    }

    private static async Task<Results<Ok<MeResponse>, Problem>> MeAsync(
        ClaimsPrincipal user,
        IAccounts accounts,
        HttpContext context) =>
        await accounts.FindAsync(user.GetUserId(), context.RequestAborted) is { } account
            ? TypedResults.Ok(new MeResponse(account.Id.Value, account.Email, account.EmailVerified, account.Roles, user.GetSessionId().ToString()))
            : await user.RefuseAsync(context);
}
