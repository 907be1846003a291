using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing in by a mailed link.</summary>
internal static class LinkEndpoints
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        var link = auth.MapGroup("/link");
        link.MapPost("", AskAsync)
            .WithSummary("Mails a link that signs in, if there is such an account")
            .Produces<LinkResponse>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status403Forbidden);
        link.MapPost("/sign-in", SignInAsync)
            .MakesDeviceKnown()
            .WithSummary("Signs in by the code of a mailed link")
            .AsksForFactors()
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<JsonHttpResult<LinkResponse>, Problem>> AskAsync(
        EmailRequest request, LinkSignIn links, Caller caller, CancellationToken cancellationToken)
    {
        var asking = caller.WithDevice(request.DeviceToken).WithChallenge(request.Challenge, ChallengePurpose.SignInLink);
        var (browserToken, due) = await links.AskAsync(request.Email, asking, cancellationToken);
        return due is { } pause
            ? ContractProblem.TooManyAttempts(pause)
            : TypedResults.Json(
                new LinkResponse { BrowserToken = browserToken }, CardeaJsonContext.Default.LinkResponse, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<Results<Ok<TokenResponse>, MfaRequired, EnrolmentRequired, Problem>> SignInAsync(
        LinkRequest request, LinkSignIn links, CardeaOptions options, Caller caller, CancellationToken cancellationToken)
    {
        if (!DeviceName.TryRead(request.Device, out var device))
        {
            return DeviceName.Refusal();
        }

        if (!AskedAudience.TryRead(request.Audience, options, out var audience))
        {
            return AskedAudience.Refusal(options);
        }

        return await links.SignInAsync(
            request.Token, request.BrowserToken, device, audience, caller.WithTrust(request.TrustToken), cancellationToken) switch
        {
            Guess<SignInOutcome>.Right(var outcome) => outcome.ToResult(overtaken: ContractProblem.InvalidCode),
            Guess<SignInOutcome>.Refused(var pause) => ContractProblem.TooManyAttempts(pause),
            _ => ContractProblem.InvalidCode,
        };
    }
}
