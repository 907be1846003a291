using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Addresses;

/// <summary>Shows that an address is the user's: the one of the account, or one that the account moves to.</summary>
internal sealed class EmailVerification(
    IAccountStore accounts, ICodeStore codes, AccountChanges changes, Quotas quotas, Postbox postbox, TimeProvider clock)
{
    /// <summary>Mails a code to the address of an account, unless it is verified.</summary>
    public async Task AskAsync(Account account, Caller caller, CancellationToken cancellationToken)
    {
        if (!account.EmailVerified && await quotas.MayMailAsync(account.Email, caller, cancellationToken))
        {
            await IssueAsync(CodePurpose.VerifyEmail, MailKind.VerifyEmail, account, account.Email, "verify-email", caller, cancellationToken);
        }
    }

    /// <summary>Mails a code to an address that an account is to move to. The owner of an address that has an account gets a notice instead.</summary>
    public async Task AskToChangeAsync(Account account, string address, Caller caller, CancellationToken cancellationToken)
    {
        if (!await quotas.MayMailAsync(address, caller, cancellationToken))
        {
            return;
        }

        if (await accounts.FindByEmailAsync(address, cancellationToken) is { } other)
        {
            await postbox.PostAsync(postbox.WriteNotice(new(MailKind.AddressTaken), new UserId(other.Id), address, caller));
            return;
        }

        await IssueAsync(CodePurpose.ChangeEmail, MailKind.ChangeEmail, account, address, "change-email", caller, cancellationToken);
    }

    /// <summary>Takes a code of either kind.</summary>
    public async Task<EmailVerificationOutcome> VerifyAsync(string? token, Caller caller, CancellationToken cancellationToken)
    {
        var hash = CodeHash.Of(token ?? "");
        var code = await codes.FindAsync(hash, CodePurpose.VerifyEmail, cancellationToken)
            ?? await codes.FindAsync(hash, CodePurpose.ChangeEmail, cancellationToken);
        if (code is not { Owner: { } owner, Address: { } address })
        {
            return EmailVerificationOutcome.InvalidCode;
        }

        var outcome = await changes.ApplyAsync(
            owner,
            caller,
            user => code.Purpose == CodePurpose.ChangeEmail
                ? AddressTransitions.Move(user.Facts, code.State, address)
                : AddressTransitions.Verify(user.Facts, address),
            new() { Code = code },
            cancellationToken);
        return outcome switch
        {
            AccountOutcome.Changed => EmailVerificationOutcome.Verified,
            AccountOutcome.Refused(AccountUpdate.EmailTaken) => EmailVerificationOutcome.Taken,
            _ => EmailVerificationOutcome.InvalidCode,
        };
    }

    private async Task IssueAsync(
        CodePurpose purpose, MailKind kind, Account account, string address, string page, Caller caller, CancellationToken cancellationToken)
    {
        var code = OneTimeCode.Create();
        var lifetime = OneTimeCode.LifetimeOf(purpose);
        var mail = postbox.WriteCode(kind, account.Id, address, page, code.Reveal(), lifetime, caller);
        await codes.IssueAsync(new(code.Hash, purpose, account.Id, address, State: account.SecurityStamp, clock.GetUtcNow() + lifetime), mail, cancellationToken);
        postbox.Wake();
    }
}
