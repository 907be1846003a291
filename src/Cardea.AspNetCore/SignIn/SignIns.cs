using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The last step of every sign-in: the session, its event, and the mail about a new device.</summary>
internal sealed class SignIns(SignedInSessions sessions, SecondFactorStep secondFactor, SecurityLog log, Postbox postbox)
{
    /// <summary>Goes on after one factor: asks for the second if there is one, else begins the session.</summary>
    /// <param name="account">The account, as of when the factor was checked.</param>
    /// <param name="amr">How the user has proved who they are.</param>
    /// <param name="device">The user's name for the device.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<SignInOutcome> GoOnAsync(
        Account account, IReadOnlyList<string> amr, string? device, TokenAudience audience, Caller caller, CancellationToken cancellationToken)
    {
        if (account.SecondFactors.Count > 0)
        {
            return new SignInOutcome.SecondFactorDue(await secondFactor.AskAsync(account, amr, device, renews: null, audience, cancellationToken));
        }

        return await BeginAsync(account, amr, device, audience, caller, SecurityEventKind.SignedIn, cancellationToken) is { } tokens
            ? new SignInOutcome.SignedIn(tokens)
            : new SignInOutcome.Overtaken();
    }

    /// <summary>Begins the session of a user who has shown all factors.</summary>
    /// <returns>The tokens; null if the account was disabled meanwhile, its credential changed, or all its sessions were ended.</returns>
    public async Task<IssuedTokens?> BeginAsync(
        Account account, IReadOnlyList<string> amr, string? device, TokenAudience audience, Caller caller, SecurityEventKind kind, CancellationToken cancellationToken)
    {
        var client = caller.Device with { Name = device };
        if (await sessions.BeginAsync(
            account.Id, amr, account.Roles, account.SecurityStamp, account.SessionEpoch, client, kind, audience, cancellationToken) is not { } signIn)
        {
            return null;
        }

        log.Log(signIn.Event);
        if (!signIn.IsOfKnownDevice && kind == SecurityEventKind.SignedIn)
        {
            await postbox.PostAsync(postbox.WriteNotice(new(MailKind.NewDevice), account.Id, account.Email, caller, client));
        }

        return signIn.Tokens;
    }
}
