using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.External;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.Codes;
using Cardea.Tokens;
using Cardea.Validation.Problems;

namespace Cardea.Providers.SignIn;

/// <summary>Goes on with the result of an attempt: signs in, links, or notes that the user has proved again who they are.</summary>
internal sealed class ExternalResults(
    ExternalSignIns signIns, IExternalAccounts externals, IAccounts accounts, SecondFactorStep secondFactor, Reauthentication reauthentication, CardeaOptions options, TimeProvider clock)
{
    /// <summary>Goes on.</summary>
    /// <param name="code">The code that had the result, used up.</param>
    /// <param name="result">The result.</param>
    /// <param name="acting">The session of the request; null without one.</param>
    /// <param name="mayLink">True if the request proves a lasting change.</param>
    /// <param name="request">What the client asks for.</param>
    /// <param name="refreshToken">The session's refresh token, which is rotated; null if the client keeps it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<ExternalOutcome> GoOnAsync(
        StoredCode code, AttemptResult result, ActingSession? acting, bool mayLink, SignInRequest request, string? refreshToken, CancellationToken cancellationToken)
    {
        if (result.Attempt.Session is not { } session)
        {
            var epoch = code.Owner is { } owner ? (owner, code.SessionEpoch) : ((UserId, long)?)null;
            return await signIns.GoOnAsync(result.Identity, result.Identity.ProvedEmail, epoch, request, cancellationToken);
        }

        return acting is null ? new ExternalOutcome.Refused(Problem.MissingToken)
            : !session.Renews && !mayLink ? new ExternalOutcome.Refused(ContractProblem.AccountTokenRequired)
            : !session.Is(acting) ? new ExternalOutcome.Refused(ContractProblem.InvalidCode)
            : session.Renews ? await RenewAsync(result, acting, request, refreshToken, cancellationToken)
            : await signIns.LinkAsync(result, acting, request.Caller, cancellationToken);
    }

    private async Task<ExternalOutcome> RenewAsync(
        AttemptResult result, ActingSession acting, SignInRequest request, string? refreshToken, CancellationToken cancellationToken)
    {
        // A provider that says nothing of the time, or of an earlier one, has not asked the user now.
        var proof = result.Identity.SignIn;
        if (proof.AuthTime is not { } at || !RecentAuthentication.IsRecent(at, options, clock))
        {
            return new ExternalOutcome.Refused(ContractProblem.ReauthenticationRequired);
        }

        if (await externals.FindByLoginAsync(proof.Issuer, proof.Subject, cancellationToken) != acting.User)
        {
            return new ExternalOutcome.Refused(ContractProblem.ExternalLoginNotFound);
        }

        if (await accounts.FindAsync(acting.User, cancellationToken) is not { } account)
        {
            return new ExternalOutcome.Refused(Problem.InvalidToken);
        }

        if (account.SecondFactors.Count > 0)
        {
            return new ExternalOutcome.GoesOn(new SignInOutcome.SecondFactorDue(await secondFactor.AskAsync(
                account, SignInMethods.External, device: null, acting.Id, request.Audience, cancellationToken, request.Caller.Transport)));
        }

        var outcome = await reauthentication.FinishAsync(
            acting.User, acting.Id, SignInMethods.External, refreshToken, request.Audience, request.Caller, cancellationToken);
        return outcome is ReauthenticationOutcome.GoesOn(var tokens)
            ? new ExternalOutcome.GoesOn(new SignInOutcome.SignedIn(tokens))
            : new ExternalOutcome.Refused(outcome.ToProblem());
    }
}
