using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Audit;
using Cardea.Sessions;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The last step of every sign-in: the session, the event, and the mail when it is a new device.</summary>
internal sealed class SignIns(SignedInSessions sessions, SecurityLog log, Postbox postbox)
{
    /// <summary>Begins the session of a user who has shown all their factors.</summary>
    /// <param name="account">The user, as of when they were checked.</param>
    /// <param name="amr">How they have proved who they are.</param>
    /// <param name="device">What they call the device.</param>
    /// <param name="context">The request.</param>
    /// <param name="kind">What it is in the audit.</param>
    /// <returns>The tokens; <see langword="null"/> when it was overtaken: the account was closed, its credential changed, or all its sessions were ended.</returns>
    public async Task<IssuedTokens?> BeginAsync(
        Account account, IReadOnlyList<string> amr, string? device, HttpContext context, SecurityEventKind kind = SecurityEventKind.SignedIn)
    {
        var client = context.DescribeClient(device);
        if (await sessions.BeginAsync(account.Id, amr, account.Roles, account.SecurityStamp, account.SessionEpoch, client, kind, context.RequestAborted) is not { } signIn)
        {
            return null;
        }

        log.Saw(signIn.Event);
        if (!signIn.IsOfKnownDevice && kind == SecurityEventKind.SignedIn)
        {
            await postbox.TellAsync(postbox.WriteNotice(MailKind.NewDevice, account.Id, account.Email, client, context));
        }

        return signIn.Tokens;
    }

    /// <summary>The same, and answers.</summary>
    public async Task<Results<Ok<TokenResponse>, Problem>> FinishAsync(Account account, IReadOnlyList<string> amr, string? device, HttpContext context) =>
        await BeginAsync(account, amr, device, context) is { } tokens ? TypedResults.Ok(TokenResponse.Of(tokens)) : ContractProblem.InvalidCredentials;
}
