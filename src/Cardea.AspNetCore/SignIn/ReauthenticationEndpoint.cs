using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Proving again who the user is, before a change of what the user signs in with.</summary>
internal static class ReauthenticationEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/reauthenticate", ReauthenticateAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .WithSummary("Proves again who the user is, by password; the session goes on with new tokens")
            .Produces<MfaRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
            .Refuses(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<TokenResponse>, MfaRequired, Problem>> ReauthenticateAsync(
        ReauthenticationRequest request,
        ActingSession acting,
        PasswordCheck passwords,
        SecondFactorStep step,
        Reauthentication reauthentication,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (!AskedAudience.TryRead(request.Audience, options, out var audience))
        {
            return AskedAudience.Refusal(options);
        }

        return await passwords.CheckAsync(acting, request.Password, caller, cancellationToken) switch
        {
            PasswordOutcome.Right(var account) => await GoOnAsync(account),
            PasswordOutcome.Refusal refusal => refusal.ToProblem(),
            _ => throw new UnreachableException(),
        };

        async Task<Results<Ok<TokenResponse>, MfaRequired, Problem>> GoOnAsync(Account account)
        {
            if (account.SecondFactors.Count > 0)
            {
                return await step.AskAsync(account, SignInMethods.Password, device: null, acting.Id, audience, cancellationToken, caller.Transport);
            }

            var outcome = await reauthentication.FinishAsync(
                account.Id, acting.Id, SignInMethods.Password, request.RefreshToken, audience, caller, cancellationToken);
            return outcome is ReauthenticationOutcome.GoesOn(var tokens) ? TypedResults.Ok(TokenResponse.Of(tokens)) : outcome.ToProblem();
        }
    }
}
