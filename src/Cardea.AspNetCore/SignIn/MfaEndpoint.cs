using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
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
        HttpContext context)
    {
        var hash = CodeHash.Of(request.MfaToken ?? "");
        if (await codes.FindAsync(hash, CodePurpose.SecondFactor, context.RequestAborted) is not { Owner: { } owner, State: { } state }
            || await accounts.FindAsync(owner, context.RequestAborted) is not { } account)
        {
            return ContractProblem.InvalidMfaToken;
        }

        // A password that has changed since the first step has ended this sign-in.
        var shown = FirstFactor.Parse(state);
        if (shown.SecurityStamp != account.SecurityStamp)
        {
            return ContractProblem.InvalidMfaToken;
        }

        var guess = await guesses.MakeAsync(account.Email, context, () => step.CheckAsync(owner, shown, request, context));
        if (guess.Refusal is { } refusal)
        {
            return refusal;
        }

        if (guess.Value is not { } amr)
        {
            await log.AddAsync(log.Of(SecurityEventKind.SecondFactorFailed, owner, session: null, context));
            return ContractProblem.InvalidSecondFactor;
        }

        // Of two who finish it at once, one signs in.
        if (await codes.ConsumeAsync(hash, CodePurpose.SecondFactor, context.RequestAborted) is null)
        {
            return ContractProblem.InvalidMfaToken;
        }

        return shown.Renews is { } session
            ? await reauthentication.FinishAsync(account.Id, session, [.. shown.Amr, .. amr], request.RefreshToken, context)
            : await signIns.FinishAsync(account with { SessionEpoch = shown.SessionEpoch }, [.. shown.Amr, .. amr], shown.Device, context);
    }
}
