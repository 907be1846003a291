using Cardea.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Shows that an address is the user's: the one they have, or the one they move to.</summary>
internal sealed class EmailVerification(
    IAccountStore accounts, ICodeStore codes, AccountChanges changes, Guesses guesses, SecurityLog log, Postbox postbox, TimeProvider clock)
{
    /// <summary>Mails a code to the address of an account, which is not verified yet.</summary>
    public async Task AskAsync(Account account, HttpContext context)
    {
        if (!account.EmailVerified && await guesses.MayMailAsync(account.Email, context))
        {
            await IssueAsync(CodePurpose.VerifyEmail, MailKind.VerifyEmail, account, account.Email, "verify-email", context);
        }
    }

    /// <summary>Mails a code to an address that an account is to move to; to one that has an account already, that somebody wants it.</summary>
    public async Task AskToChangeAsync(Account account, string address, HttpContext context)
    {
        if (!await guesses.MayMailAsync(address, context))
        {
            return;
        }

        if (await accounts.FindByEmailAsync(address, context.RequestAborted) is { } other)
        {
            await postbox.TellAsync(postbox.WriteNotice(MailKind.AddressTaken, new UserId(other.Id), address, context.DescribeClient(name: null), context));
            return;
        }

        await IssueAsync(CodePurpose.ChangeEmail, MailKind.ChangeEmail, account, address, "change-email", context);
    }

    /// <summary>Takes a code of either kind.</summary>
    /// <returns>Why not; <see langword="null"/> when the address is verified now.</returns>
    public async Task<Problem?> VerifyAsync(string token, HttpContext context)
    {
        var hash = CodeHash.Of(token);
        var code = await codes.FindAsync(hash, CodePurpose.VerifyEmail, context.RequestAborted)
            ?? await codes.FindAsync(hash, CodePurpose.ChangeEmail, context.RequestAborted);
        if (code is not { Owner: { } owner, Address: { } address })
        {
            return ContractProblem.InvalidCode;
        }

        var isNew = code.Purpose == CodePurpose.ChangeEmail;
        var happened = log.Of(isNew ? SecurityEventKind.EmailChanged : SecurityEventKind.EmailVerified, owner, session: null, context);
        var update = await changes.ApplyAsync(
            owner,
            asked => asked.User switch
            {
                { DisabledAt: not null } => null,

                // Whoever has changed their password since may not be who asked for this.
                { SecurityStamp: var stamp } when isNew => stamp == code.State ? Move(asked, address, context) with { Code = code, Event = happened } : null,
                { Email: var email } when email == address => Verify(asked) with { Code = code, Event = happened },
                _ => null,
            },
            context.RequestAborted);
        switch (update)
        {
            case AccountUpdate.Updated:
                log.Saw(happened);
                postbox.Wake();
                return null;
            case AccountUpdate.EmailTaken:
                return ContractProblem.EmailTaken;
            default:
                return ContractProblem.InvalidCode;
        }
    }

    private static AccountChange Verify(AccountChange asked)
    {
        asked.User.EmailVerified = true;
        return asked;
    }

    // The owner is told where they were until now: it may not have been them.
    private AccountChange Move(AccountChange asked, string address, HttpContext context)
    {
        var notice = postbox.WriteNotice(MailKind.EmailChanged, new UserId(asked.User.Id), asked.User.Email, context.DescribeClient(name: null), context);
        asked.User.Email = address;
        asked.User.EmailVerified = true;
        asked.User.SecurityStamp = CardeaUser.NewStamp();
        return asked with { Mail = notice };
    }

    private async Task IssueAsync(CodePurpose purpose, MailKind kind, Account account, string address, string page, HttpContext context)
    {
        var code = OneTimeCode.Create();
        var lifetime = OneTimeCode.LifetimeOf(purpose);
        OutboxMail mail = postbox.WriteCode(kind, account.Id, address, page, code.Reveal(), lifetime, context);
        await codes.IssueAsync(new(code.Hash, purpose, account.Id, address, State: account.SecurityStamp, clock.GetUtcNow() + lifetime), mail, context.RequestAborted);
        postbox.Wake();
    }
}
