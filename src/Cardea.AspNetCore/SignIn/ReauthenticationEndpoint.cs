using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Codes;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Proving again who the user is, before a change of what the user signs in with.</summary>
internal static class ReauthenticationEndpoint
{
    public static void Map(IEndpointRouteBuilder auth)
    {
        auth.MapPost("/reauthenticate", ReauthenticateAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .WithSummary("Proves again who the user is, by password or mailed code; the session goes on with new tokens")
            .AsksForSecondFactor()
            .Refuses(StatusCodes.Status429TooManyRequests);
        auth.MapPost("/reauthenticate/code", AskAsync)
            .RequireSignIn(CardeaPolicy.SignedIn)
            .WithSummary("Mails a code to a user without a password, to prove again who they are")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<StatusCodeHttpResult, Problem>> AskAsync(
        ActingSession acting, IAccounts accounts, ReauthenticationCodes codes, Caller caller, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(acting.User, cancellationToken) is not { } account)
        {
            return await accounts.RefuseAsync(acting, cancellationToken);
        }

        // A mailed code replaces a password that is not there. It is no way around one that is there.
        if (account.HasPassword)
        {
            return ContractProblem.PasswordRequired;
        }

        await codes.AskAsync(account, acting, caller, cancellationToken);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<Results<Ok<TokenResponse>, MfaRequired, Problem>> ReauthenticateAsync(
        ReauthenticationRequest request,
        ActingSession acting,
        IAccounts accounts,
        PasswordCheck passwords,
        ReauthenticationCodes codes,
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

        if (request is { Password: null, Code: { } code })
        {
            // Read before the code is used up, because every change of a credential voids the code.
            var account = await accounts.FindAsync(acting.User, cancellationToken);
            return await codes.TakeAsync(code, acting, caller, cancellationToken) switch
            {
                Guess<StoredCode>.Right when account is not null => await GoOnAsync(account, SignInMethods.MailedCode),
                Guess<StoredCode>.Refused(var pause) => ContractProblem.TooManyAttempts(pause),
                _ => ContractProblem.InvalidCode,
            };
        }

        return await passwords.CheckAsync(acting, request.Password, caller, cancellationToken) switch
        {
            PasswordOutcome.Right(var account) => await GoOnAsync(account, SignInMethods.Password),
            PasswordOutcome.Refusal refusal => refusal.ToProblem(),
            _ => throw new UnreachableException(),
        };

        async Task<Results<Ok<TokenResponse>, MfaRequired, Problem>> GoOnAsync(Account account, IReadOnlyList<string> amr)
        {
            if (account.SecondFactors.Count > 0)
            {
                return await step.AskAsync(account, amr, device: null, acting.Id, audience, cancellationToken, caller.Transport);
            }

            var outcome = await reauthentication.FinishAsync(account.Id, acting.Id, amr, request.RefreshToken, audience, caller, cancellationToken);
            return outcome is ReauthenticationOutcome.GoesOn(var tokens) ? TypedResults.Ok(TokenResponse.Of(tokens)) : outcome.ToProblem();
        }
    }
}
