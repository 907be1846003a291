using System.Security.Claims;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Proving again who one is, before changing what one signs in with.</summary>
internal static class ReauthenticationEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/reauthenticate", ReauthenticateAsync)
            .RequireAuthorization(CardeaPolicy.SignedIn)
            .WithSummary("Proves again who the user is, by password; the session goes on with new tokens")
            .Produces<MfaRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<TokenResponse>, MfaRequired, Problem>> ReauthenticateAsync(
        ReauthenticationRequest request,
        ClaimsPrincipal user,
        PasswordStep passwords,
        SecondFactorStep step,
        Reauthentication reauthentication,
        HttpContext context)
    {
        var (account, refusal) = await passwords.CheckAsync(user, request.Password, context);
        if (account is null)
        {
            return refusal!;
        }

        if (account.SecondFactors.Count > 0)
        {
            return await step.AskAsync(account, SignInMethods.Password, device: null, user.GetSessionId(), context);
        }

        var finished = await reauthentication.FinishAsync(account.Id, user.GetSessionId(), SignInMethods.Password, request.RefreshToken, context);
        return finished.Result is Ok<TokenResponse> tokens ? tokens : (Problem)finished.Result;
    }
}
