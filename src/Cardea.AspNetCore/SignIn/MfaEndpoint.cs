using System.Diagnostics;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Tokens;
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
            .MakesDeviceKnown()
            .WithSummary("Finishes a sign-in with the second factor")
            .Refuses(StatusCodes.Status401Unauthorized, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<TokenResponse>, Problem>> FinishAsync(
        MfaRequest request,
        IAccounts accounts,
        ICodeStore codes,
        SecondFactorStep step,
        TrustedDevices trusted,
        Guesses guesses,
        SignIns signIns,
        Reauthentication reauthentication,
        SecurityLog log,
        SessionCookies cookies,
        CardeaOptions options,
        TimeProvider clock,
        HttpRequest http,
        Caller caller,
        CancellationToken cancellationToken)
    {
        if (!AskedAudience.TryRead(request.Audience, options, out var asked))
        {
            return AskedAudience.Refusal(options);
        }

        var hash = CodeHash.Of(request.MfaToken ?? "");
        var begun = await guesses.TakeCodeAsync(caller, () => codes.FindAsync(hash, CodePurpose.SecondFactor, cancellationToken), cancellationToken);
        if (begun is Guess<StoredCode>.Refused(var wait))
        {
            return ContractProblem.TooManyAttempts(wait);
        }

        if (begun is not Guess<StoredCode>.Right({ Owner: { } owner, State: { } state } code)
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

        // Beyond the limit of sign-ins no code is used up. A session that goes on is no new sign-in.
        var (place, full) = shown.Renews is null ? await signIns.TakePlaceAsync(owner, caller, cancellationToken) : default;
        if (place is null && shown.Renews is null)
        {
            return ContractProblem.TooManyAttempts(full);
        }

        var answer = await CheckAsync();
        if (place is not null && answer.Result is not Ok<TokenResponse>)
        {
            await signIns.GiveBackAsync(place);
        }

        return answer;

        async Task<Results<Ok<TokenResponse>, Problem>> CheckAsync()
        {
            switch (await step.CheckAsync(account, code, request, caller.WithDevice(request.DeviceToken), cancellationToken))
            {
                case Guess<ShownFactor>.Refused(var pause):
                    return ContractProblem.TooManyAttempts(pause);
                case Guess<ShownFactor>.Wrong:
                    await log.StoreAsync(SecurityEventKind.SecondFactorFailed, owner, session: null, caller);
                    return ContractProblem.InvalidSecondFactor;
                case Guess<ShownFactor>.Right(var factor):
                    // Of two requests that finish it at once, one signs in.
                    return factor.Begun == BegunSignIn.UsedUp
                        || (factor.Begun == BegunSignIn.Waits && await codes.ConsumeAsync(hash, CodePurpose.SecondFactor, cancellationToken) is not null)
                        ? await SignInAsync([.. shown.Amr, .. factor.Amr])
                        : ContractProblem.InvalidMfaToken;
                default:
                    throw new UnreachableException();
            }
        }

        async Task<Results<Ok<TokenResponse>, Problem>> SignInAsync(IReadOnlyList<string> amr)
        {
            if (shown.Renews is { } session)
            {
                // A session of cookies goes on in its own browser, and keeps its tokens in cookies.
                if (shown.Transport != TokenTransport.Body && cookies.ReadRefresh(http)?.SessionId != session)
                {
                    return ContractProblem.InvalidMfaToken;
                }

                var outcome = await reauthentication.FinishAsync(
                    account.Id, session, amr, request.RefreshToken, audience, caller.WithTransport(shown.Transport), cancellationToken);
                return outcome is ReauthenticationOutcome.GoesOn(var renewed) ? TypedResults.Ok(TokenResponse.Of(renewed)) : outcome.ToProblem();
            }

            var proved = account with
            {
                Epochs = account.Epochs with { Session = shown.SessionEpoch },
                Provider = shown.ProviderAfter(amr, clock.GetUtcNow()),
            };
            var begins = await signIns.BeginAsync(
                proved, amr, shown.Device, audience, caller, SecurityEventKind.SignedIn, cancellationToken, isCounted: true, trusts: trusted.Make(request.TrustDevice));
            return begins.ToLastResult(ContractProblem.InvalidCredentials);
        }
    }
}
