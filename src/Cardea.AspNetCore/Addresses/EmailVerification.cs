using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Codes;
using Cardea.Keys;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Addresses;

/// <summary>
/// Mails the codes that show that an address is the user's: the one of the account, or one that the account moves to. A session asks for
/// them, so strangers can't use its allowance of mail up.
/// </summary>
internal sealed class EmailVerification(
    IAccountStore accounts, ICodeStore codes, Quotas quotas, Postbox postbox, MasterKey masterKey, TimeProvider clock)
{
    /// <summary>Mails a link and a code of eight digits to the address of an account, unless it is verified.</summary>
    /// <param name="account">The account.</param>
    /// <param name="session">The session that asks. The eight digits work only there.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task AskAsync(Account account, SessionId session, Caller caller, CancellationToken cancellationToken)
    {
        if (!account.EmailVerified && await quotas.MayMailAsync(account.Addressee, cancellationToken))
        {
            var typed = TypedCode.Create();
            var (code, lifetime) = (OneTimeCode.Create(), OneTimeCode.LifetimeOf(CodePurpose.VerifyEmail));
            await codes.IssueAsync(
                new(code.Hash, CodePurpose.VerifyEmail, account.Id, account.Email, typed.Seal(masterKey, session), clock.GetUtcNow() + lifetime) { Session = session },
                postbox.WriteCode(MailKind.VerifyEmail, account.Id, account.Email, "verify-email", code.Reveal(), lifetime, caller, typed.Reveal()),
                cancellationToken);
            postbox.Wake();
        }
    }

    /// <summary>Mails a link to an address that an account is to move to. The owner of an address that has an account, or is reserved for one, gets a notice instead.</summary>
    /// <param name="account">The account.</param>
    /// <param name="address">The new address.</param>
    /// <param name="session">The session that asks. It goes on after the change.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task AskToChangeAsync(Account account, string address, SessionId session, Caller caller, CancellationToken cancellationToken)
    {
        if (!await quotas.MayMailAsync(account.Id, address, cancellationToken))
        {
            return;
        }

        if (await FindOwnerAsync(address, cancellationToken) is { } owner && owner != account.Id)
        {
            // A stranger causes this mail, so it has the allowance of an unverified address.
            await postbox.TellAsync(new(MailKind.AddressTaken), new(owner, address, IsVerified: false), caller);
            return;
        }

        var (code, lifetime) = (OneTimeCode.Create(), OneTimeCode.LifetimeOf(CodePurpose.ChangeEmail));
        await codes.IssueAsync(
            new(code.Hash, CodePurpose.ChangeEmail, account.Id, address, account.SecurityStamp, clock.GetUtcNow() + lifetime) { Session = session },
            postbox.WriteCode(MailKind.ChangeEmail, account.Id, address, "change-email", code.Reveal(), lifetime, caller),
            cancellationToken);
        postbox.Wake();
    }

    /// <summary>
    /// Tells the owner of a reserved address, at most once a day, that somebody tried to register it. The owner may be that person, whose
    /// account was moved away.
    /// </summary>
    /// <param name="email">The address that can't be registered.</param>
    /// <param name="caller">Who tried.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task TellOfReservationAsync(string? email, Caller caller, CancellationToken cancellationToken)
    {
        if (EmailAddress.Normalize(email) is { } address
            && await accounts.FindReservationAsync(address, cancellationToken) is { } owner
            && await quotas.MayTellAsync("address reserved", owner, cancellationToken))
        {
            await postbox.TellAsync(new(MailKind.AddressTaken), new(owner, address, IsVerified: false), caller);
        }
    }

    private async Task<UserId?> FindOwnerAsync(string address, CancellationToken cancellationToken) =>
        await accounts.FindByEmailAsync(address, cancellationToken) is { } user
            ? new UserId(user.Id)
            : await accounts.FindReservationAsync(address, cancellationToken);
}
