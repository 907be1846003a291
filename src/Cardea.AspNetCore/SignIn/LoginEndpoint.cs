using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing in by password.</summary>
internal static class LoginEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/login", LoginAsync)
            .MakesDeviceKnown()
            .WithSummary("Signs a user in")
            .AsksForFactors()
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<TokenResponse>, MfaRequired, EnrolmentRequired, Problem>> LoginAsync(
        CredentialsRequest request, PasswordCheck passwords, BreachedSignIns breached, SignIns signIns, CardeaOptions options, Caller caller, CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        if (!AskedAudience.TryRead(request.Audience, options, out var audience))
        {
            return AskedAudience.Refusal(options);
        }

        var known = caller.WithDevice(request.DeviceToken).WithTrust(request.TrustToken).WithChallenge(request.Challenge, ChallengePurpose.SignIn);
        switch (await passwords.CheckAsync(request.Email, request.Password, known, cancellationToken))
        {
            case PasswordOutcome.Right(var account):
                breached.Note(account, request.Password!, caller);
                return (await signIns.GoOnAsync(account, SignInMethods.Password, device, audience, known, cancellationToken)).ToResult(ContractProblem.InvalidCredentials);
            case PasswordOutcome.Refusal refusal:
                return refusal.ToProblem();
            default:
                throw new UnreachableException();
        }
    }
}
