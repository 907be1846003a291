using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Passwords;
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
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing up, which signs in too.</summary>
internal static class RegistrationEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/register", RegisterAsync)
            .RequireOpenRegistration()
            .MakesDeviceKnown()
            .WithSummary("Signs a user up and in")
            .Produces<EnrolmentRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status429TooManyRequests);

    /// <summary>Maps what only Cardea's own users can do: register with a passkey alone.</summary>
    public static void MapPasskeys(IEndpointRouteBuilder auth) =>
        auth.MapPost("/register/passkey-options", AskAsync)
            .RequireOpenRegistration()
            .WithSummary("Asks for the passkey of a new account: what the browser takes")
            .Refuses(StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<PasskeyOptionsResponse>, Problem>> AskAsync(
        EmailRequest request, PasskeyRegistrations registrations, Quotas quotas, Caller caller, CancellationToken cancellationToken)
    {
        if (EmailAddress.Normalize(request.Email) is not { } address)
        {
            return ContractProblem.Invalid(Registrations.ErrorOf(request.Email));
        }

        return await quotas.RefuseQuestionAsync(caller.WithChallenge(request.Challenge, ChallengePurpose.Register), cancellationToken) is { } pause
            ? ContractProblem.TooManyAttempts(pause)
            : TypedResults.Ok(await registrations.AskAsync(address, cancellationToken));
    }

    private static async Task<Results<Created<TokenResponse>, EnrolmentRequired, Problem>> RegisterAsync(
        RegistrationRequest request,
        Registrations registrations,
        PasswordHashes hashes,
        Guesses guesses,
        Quotas quotas,
        SignIns signIns,
        CardeaOptions options,
        Caller caller,
        HttpRequest http,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        if (options.Registration == RegistrationMode.Invited && request.Invitation is null)
        {
            return ContractProblem.RegistrationClosed;
        }

        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        if (!AskedAudience.TryRead(request.Audience, options, out var audience))
        {
            return AskedAudience.Refusal(options);
        }

        if (request.Passkey is null)
        {
            hashes.ThrowIfFull(caller);
        }
        else if (request.Password is not null)
        {
            return ContractProblem.Invalid("passkey", "Send a password or a passkey, not both.");
        }

        // An app's own users have their passkeys in the app.
        var byPasskey = services.GetService<PasskeyRegistrations>();
        if (request.Passkey is not null && byPasskey is null)
        {
            return ContractProblem.Invalid("passkey", "Accounts here begin with a password: send one instead.");
        }

        caller = caller.WithChallenge(request.Challenge, ChallengePurpose.Register);
        var invitation = request.Invitation is { } code ? CodeHash.Of(code) : (CodeHash?)null;
        var amr = SignInMethods.Password;
        NewRecoveryCodes? recoveryCodes = null;

        // Only the owner may learn that an address is taken. So a request that learns it counts as a guess.
        var guess = await guesses.MakeAsync<Registration>(
            target: null,
            caller,
            invitation is null ? AddAsync : AddUncountedAsync,
            static registration => registration is Registration.EmailTaken or Registration.PasskeyRefused or Registration.NotInvited,
            cancellationToken);
        return guess switch
        {
            Guess<Registration>.Refused(var pause) => ContractProblem.TooManyAttempts(pause),
            Guess<Registration>.Right(Registration.TooMany(var pause)) => ContractProblem.TooManyAttempts(pause),
            Guess<Registration>.Right(Registration.PasskeyRefused) => ContractProblem.PasskeyRefused,
            Guess<Registration>.Right(Registration.NotInvited) => options.Registration == RegistrationMode.Invited ? ContractProblem.RegistrationClosed : ContractProblem.InvalidCode,
            Guess<Registration>.Right(Registration.EmailTaken) => await RefuseTakenAsync(),
            Guess<Registration>.Right(Registration.Invalid(var errors)) => ContractProblem.Invalid(errors),
            Guess<Registration>.Right(Registration.Registered(var account)) => await BeginAsync(account),
            _ => throw new UnreachableException(),
        };

        async Task<Registration?> AddAsync()
        {
            var (quota, pause) = await quotas.ReserveRegistrationAsync(caller, cancellationToken);
            if (quota is null)
            {
                return new Registration.TooMany(pause);
            }

            Registration? registration = null;
            try
            {
                return registration = await AddUncountedAsync();
            }
            finally
            {
                // Only an account that was added counts.
                if (registration is not Registration.Registered)
                {
                    await quotas.GiveBackAsync(quota);
                }
            }
        }

        // An operator answers for the number of invitations, so they are not counted.
        async Task<Registration?> AddUncountedAsync() => request.Passkey is { } passkey
            ? await AddByPasskeyAsync(passkey)
            : await registrations.AddAsync(request.Email, request.Password, invitation, caller, cancellationToken);

        async Task<Problem> RefuseTakenAsync()
        {
            if (services.GetService<EmailVerification>() is { } verification)
            {
                await verification.TellOfReservationAsync(request.Email, caller, cancellationToken);
            }

            return ContractProblem.EmailTaken;
        }

        async Task<Registration> AddByPasskeyAsync(PasskeyRequest answer)
        {
            recoveryCodes = new();
            var (registration, passkey) = await byPasskey!.AddAsync(request.Email, answer, recoveryCodes.Hashes, invitation, cancellationToken);
            amr = passkey is null ? amr : SecondFactor.By(passkey);
            return registration;
        }

        async Task<Results<Created<TokenResponse>, EnrolmentRequired, Problem>> BeginAsync(Account account)
        {
            var outcome = await signIns.BeginAsync(account, amr, device, audience, caller, SecurityEventKind.Registered, cancellationToken);
            if (outcome is SignInOutcome.EnrolmentDue(var required))
            {
                return required;
            }

            if (outcome is not SignInOutcome.SignedIn(var tokens))
            {
                return outcome.ToProblem(ContractProblem.InvalidCredentials);
            }

            // An app's own users confirm their addresses in the app.
            if (!account.EmailVerified && services.GetService<EmailVerification>() is { } verification)
            {
                await verification.AskAsync(account, tokens.SessionId, caller, cancellationToken);
            }

            return TypedResults.Created(http.LocationBeside("me"), TokenResponse.Of(tokens, recoveryCodes?.RevealIfStored(recoveryCodes.Hashes)));
        }
    }
}
