using Cardea.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Sessions;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Accounts;

/// <summary>
/// A new password for whoever reads the mail of the account. It takes the place of the old one and of nothing else: a second
/// factor stays due.
/// </summary>
internal sealed class PasswordRecovery(
    IAccountStore accounts, ICodeStore codes, AccountChanges changes, Passwords passwords, Guesses guesses, SecurityLog log, Postbox postbox, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = OneTimeCode.LifetimeOf(CodePurpose.ResetPassword);

    /// <summary>Mails a code to an address, if it is an account's. Nobody is told whether it is, by the time it takes neither.</summary>
    public async Task AskAsync(string? address, HttpContext context)
    {
        if (address is null || !await guesses.MayMailAsync(address, context))
        {
            return;
        }

        var code = OneTimeCode.Create();
        var mail = postbox.WriteCode(MailKind.ResetPassword, recipient: null, address, "reset-password", code.Reveal(), Lifetime, context);
        await codes.IssueByAddressAsync(
            new(code.Hash, CodePurpose.ResetPassword, Owner: null, address, State: null, clock.GetUtcNow() + Lifetime), mail, context.RequestAborted);
        await log.AddAsync(log.Of(
            SecurityEventKind.PasswordForgotten, (await accounts.FindByEmailAsync(address, context.RequestAborted))?.Id is { } id ? new UserId(id) : null, session: null, context));
        postbox.Wake();
    }

    /// <summary>Sets a new password.</summary>
    /// <returns>Why not; <see langword="null"/> when it is set.</returns>
    public async Task<Problem?> ResetAsync(string token, string? password, HttpContext context)
    {
        if (await codes.FindAsync(CodeHash.Of(token), CodePurpose.ResetPassword, context.RequestAborted) is not { Owner: { } owner, Address: { } address } code)
        {
            return ContractProblem.InvalidCode;
        }

        if (passwords.ReasonsAgainst(password, address) is { Length: > 0 } reasons)
        {
            return ContractProblem.Invalid("newPassword", reasons);
        }

        var hash = await passwords.HashAsync(password!, context.RequestAborted);
        var happened = log.Of(SecurityEventKind.PasswordReset, owner, session: null, context);
        var mail = postbox.WriteNotice(MailKind.PasswordChanged, owner, address, context.DescribeClient(name: null), context);
        var update = await changes.ApplyAsync(
            owner,
            asked => asked.User.Email == address && asked.User.DisabledAt is null
                ? Reset(asked, hash) with { Code = code, Ends = new(EndReason.PasswordChanged, Except: null), Event = happened, Mail = mail }
                : null,
            context.RequestAborted);
        if (update is not AccountUpdate.Updated)
        {
            return ContractProblem.InvalidCode;
        }

        log.Saw(happened);
        postbox.Wake();
        return null;
    }

    private static AccountChange Reset(AccountChange asked, string hash)
    {
        var user = asked.User;
        user.PasswordHash = hash;
        user.SecurityStamp = CardeaUser.NewStamp();
        return user.EmailVerified ? asked : asked.TakeOver();
    }
}
