using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing up, which signs in too.</summary>
internal static class RegistrationEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/register", RegisterAsync)
            .WithSummary("Signs a user up and in")
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Created<TokenResponse>, Problem>> RegisterAsync(
        CredentialsRequest request,
        Registrations registrations,
        PasswordHashes hashes,
        Guesses guesses,
        SignIns signIns,
        Caller caller,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        hashes.ThrowIfFull();

        // Only the owner may learn that an address is taken. So a request that learns it counts as a guess.
        var guess = await guesses.MakeAsync<Registration>(
            email: null,
            caller,
            async () => await registrations.AddAsync(request.Email, request.Password, cancellationToken),
            static registration => registration is Registration.EmailTaken,
            cancellationToken);
        return guess switch
        {
            Guess<Registration>.Refused(var retryAfter) => ContractProblem.TooManyAttempts(retryAfter),
            Guess<Registration>.Right(Registration.EmailTaken) => ContractProblem.EmailTaken,
            Guess<Registration>.Right(Registration.Invalid(var errors)) => ContractProblem.Invalid(errors),
            Guess<Registration>.Right(Registration.Registered(var account)) => await BeginAsync(account),
            _ => throw new UnreachableException(),
        };

        async Task<Results<Created<TokenResponse>, Problem>> BeginAsync(Account account)
        {
            if (await signIns.BeginAsync(account, SignInMethods.Password, device, caller, SecurityEventKind.Registered, cancellationToken) is not { } tokens)
            {
                return ContractProblem.InvalidCredentials;
            }

            // An app's own users confirm their addresses in the app.
            if (services.GetService<EmailVerification>() is { } verification)
            {
                await verification.AskAsync(account, tokens.SessionId, caller, cancellationToken);
            }

            return TypedResults.Created("/auth/me", TokenResponse.Of(tokens));
        }
    }
}
