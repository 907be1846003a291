using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.AspNetCore.Enrolment;

/// <summary>Sign-ins whose user adds the first second factor before the session begins.</summary>
internal sealed class Enrolments(
    ICodeStore codes, IAccounts accounts, SignIns signIns, Guesses guesses, Quotas quotas, Postbox postbox, IServiceProvider services, TimeProvider clock)
{
    private static readonly TimeSpan MailLifetime = OneTimeCode.LifetimeOf(CodePurpose.EnrolmentMail);

    /// <summary>Takes the first step, which needs a mailed code where the account does not know the device.</summary>
    /// <param name="enrolToken">The token of the sign-in.</param>
    /// <param name="mailCode">The mailed code; null if there is none.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<EnrolmentOutcome> BeginAsync(string enrolToken, string? mailCode, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await FindAsync(enrolToken, caller, cancellationToken);
        if (outcome is not EnrolmentOutcome.GoesOn({ IsByOwner: false } enrolling))
        {
            return outcome;
        }

        if (mailCode is null)
        {
            return new EnrolmentOutcome.MailCodeDue();
        }

        var taken = await guesses.TakeCodeAsync(
            caller,
            async () => await codes.ConfirmEnrolmentAsync(enrolling.Code, CodeHash.Of(mailCode, enrolToken), cancellationToken) ? outcome : null,
            cancellationToken);
        return taken switch
        {
            Guess<EnrolmentOutcome>.Right(var goesOn) => goesOn,
            Guess<EnrolmentOutcome>.Refused(var pause) => new EnrolmentOutcome.TooMany(pause),
            _ => new EnrolmentOutcome.MailCodeWrong(),
        };
    }

    /// <summary>Takes the last step, whose first step must have been taken.</summary>
    /// <param name="enrolToken">The token of the sign-in.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<EnrolmentOutcome> GoOnAsync(string enrolToken, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await FindAsync(enrolToken, caller, cancellationToken);
        return outcome is EnrolmentOutcome.GoesOn({ IsByOwner: false }) ? new EnrolmentOutcome.MailCodeDue() : outcome;
    }

    /// <summary>Mails the code that the first step needs on a device that the account does not know.</summary>
    /// <returns>The outcome. The sign-in goes on whether or not a mail was sent.</returns>
    public async Task<EnrolmentOutcome> AskForMailAsync(string? enrolToken, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await FindAsync(enrolToken ?? "", caller, cancellationToken);
        if (outcome is EnrolmentOutcome.GoesOn({ IsByOwner: false, Account: var account })
            && await quotas.MayMailForEnrolmentAsync(account.Addressee, cancellationToken))
        {
            var code = OneTimeCode.Create();
            await codes.IssueAsync(
                new(CodeHash.Of(code.Reveal(), enrolToken!), CodePurpose.EnrolmentMail, account.Id, account.Email, State: null, clock.GetUtcNow() + MailLifetime),
                postbox.WriteCode(MailKind.EnrolmentCode, account.Id, account.Email, page: null, code.Reveal(), MailLifetime, caller),
                cancellationToken);
            postbox.Wake();
        }

        return outcome;
    }

    /// <summary>Begins the session of a user who has just added a factor.</summary>
    /// <param name="enrolling">The sign-in.</param>
    /// <param name="added">The account with the factor.</param>
    /// <param name="amr">How the user has shown the factor.</param>
    /// <param name="recoveryCodes">The recovery codes.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Results<Ok<TokenResponse>, Problem>> FinishAsync(
        Enrolling enrolling, Account added, IReadOnlyList<string> amr, IReadOnlyList<string> recoveryCodes, Caller caller, CancellationToken cancellationToken)
    {
        // An account enrols once. A limit must not take the recovery codes away, which only this answer shows.
        var shown = enrolling.Shown;
        var outcome = await signIns.BeginAsync(
            added with { Provider = shown.ProviderAfter(amr, clock.GetUtcNow()) }, [.. shown.Amr, .. amr], shown.Device, shown.Audience, caller, SecurityEventKind.SignedIn, cancellationToken, isCounted: true);
        if (outcome is not SignInOutcome.SignedIn(var tokens))
        {
            return outcome.ToProblem(ContractProblem.InvalidEnrolToken);
        }

        // The registration had no session that could ask for the mail. An app's own users confirm their addresses in the app.
        if (services.GetService<EmailVerification>() is { } verification)
        {
            await verification.AskAsync(added, tokens.SessionId, caller, cancellationToken);
        }

        return TypedResults.Ok(TokenResponse.Of(tokens, recoveryCodes));
    }

    private async Task<EnrolmentOutcome> FindAsync(string enrolToken, Caller caller, CancellationToken cancellationToken) =>
        await guesses.TakeCodeAsync(caller, () => LookAsync(enrolToken, cancellationToken), cancellationToken) switch
        {
            Guess<Enrolling>.Right(var enrolling) => new EnrolmentOutcome.GoesOn(enrolling),
            Guess<Enrolling>.Refused(var pause) => new EnrolmentOutcome.TooMany(pause),
            _ => new EnrolmentOutcome.Unknown(),
        };

    private async Task<Enrolling?> LookAsync(string enrolToken, CancellationToken cancellationToken)
    {
        if (await codes.FindAsync(CodeHash.Of(enrolToken), CodePurpose.Enrolment, cancellationToken) is not { Owner: { } owner, State: { } state } code
            || await accounts.FindAsync(owner, cancellationToken) is not { SecondFactors.Count: 0 } account)
        {
            return null;
        }

        var shown = FirstFactor.Parse(state);
        return shown.SecurityStamp == account.SecurityStamp && shown.SessionEpoch == account.Epochs.Session ? new(code, shown, account) : null;
    }
}
