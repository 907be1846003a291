using System.Diagnostics;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Showing the second factor.</summary>
internal static class MfaEndpoint
{
    public static void Map(IEndpointRouteBuilder auth) =>
        auth.MapPost("/mfa", FinishAsync)
            .WithSummary("Finishes a sign-in with the second factor")
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<TokenResponse>, Problem>> FinishAsync(
        MfaRequest request,
        IAccounts accounts,
        ICodeStore codes,
        SecondFactorStep step,
        Guesses guesses,
        SignIns signIns,
        Reauthentication reauthentication,
        SecurityLog log,
        CardeaOptions options,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (!AskedAudience.TryRead(request.Audience, options, out var asked))
        {
            return AskedAudience.Refusal(options);
        }

        var hash = CodeHash.Of(request.MfaToken ?? "");
        if (await codes.FindAsync(hash, CodePurpose.SecondFactor, cancellationToken) is not { Owner: { } owner, State: { } state }
            || await accounts.FindAsync(owner, cancellationToken) is not { } account)
        {
            return ContractProblem.InvalidMfaToken;
        }

        // A credential that has changed since the first step ends this sign-in.
        var shown = FirstFactor.Parse(state);
        var audience = request.Audience is null ? shown.Audience : asked;
        if (shown.SecurityStamp != account.SecurityStamp)
        {
            return ContractProblem.InvalidMfaToken;
        }

        var guess = await guesses.MakeAsync(
            account.Email, caller, () => step.CheckAsync(owner, shown, request, caller, cancellationToken), cancellationToken: cancellationToken);
        switch (guess)
        {
            case Guess<IReadOnlyList<string>>.Refused(var retryAfter):
                return ContractProblem.TooManyAttempts(retryAfter);
            case Guess<IReadOnlyList<string>>.Wrong:
                await log.StoreAsync(SecurityEventKind.SecondFactorFailed, owner, session: null, caller);
                return ContractProblem.InvalidSecondFactor;
            case Guess<IReadOnlyList<string>>.Right(var amr):
                // Of two requests that finish it at once, one signs in.
                return await codes.ConsumeAsync(hash, CodePurpose.SecondFactor, cancellationToken) is null
                    ? ContractProblem.InvalidMfaToken
                    : await SignInAsync([.. shown.Amr, .. amr]);
            default:
                throw new UnreachableException();
        }

        async Task<Results<Ok<TokenResponse>, Problem>> SignInAsync(IReadOnlyList<string> amr)
        {
            if (shown.Renews is { } session)
            {
                var outcome = await reauthentication.FinishAsync(account.Id, session, amr, request.RefreshToken, audience, caller, cancellationToken);
                return outcome is ReauthenticationOutcome.GoesOn(var renewed) ? TypedResults.Ok(TokenResponse.Of(renewed)) : outcome.ToProblem();
            }

            return await signIns.BeginAsync(
                account with { SessionEpoch = shown.SessionEpoch }, amr, shown.Device, audience, caller, SecurityEventKind.SignedIn, cancellationToken) is { } tokens
                ? TypedResults.Ok(TokenResponse.Of(tokens))
                : ContractProblem.InvalidCredentials;
        }
    }
}
