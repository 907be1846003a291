using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Codes;
using Cardea.Mail;

namespace Cardea.AspNetCore.SignIn;

/// <summary>
/// Mailed codes that replace the password of an account that has none, where a user proves again who they are. A code works only in
/// the session that asked for it, and no change of a credential leaves it valid.
/// </summary>
internal sealed class ReauthenticationCodes(ICodeStore codes, Guesses guesses, Quotas quotas, Postbox postbox, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = OneTimeCode.LifetimeOf(CodePurpose.Reauthenticate);

    /// <summary>Mails a code to the address of an account. Only its own sessions can use its allowance of mail up.</summary>
    public async Task AskAsync(Account account, ActingSession acting, Caller caller, CancellationToken cancellationToken)
    {
        if (await quotas.MayMailAsync(account.Addressee, cancellationToken))
        {
            var code = OneTimeCode.Create();
            await codes.IssueAsync(
                new(code.Hash, CodePurpose.Reauthenticate, account.Id, account.Email, State: null, clock.GetUtcNow() + Lifetime) { Session = acting.Id },
                postbox.WriteCode(MailKind.Reauthentication, account.Id, account.Email, page: null, code.Reveal(), Lifetime, caller),
                cancellationToken);
            postbox.Wake();
        }
    }

    /// <summary>Uses a code up.</summary>
    /// <returns>The code. A code of another session stays valid, and is a wrong guess.</returns>
    public Task<Guess<StoredCode>> TakeAsync(string code, ActingSession acting, Caller caller, CancellationToken cancellationToken)
    {
        var hash = CodeHash.Of(code);
        return guesses.TakeCodeAsync(
            caller,
            async () => await codes.FindAsync(hash, CodePurpose.Reauthenticate, cancellationToken) is { } found
                && found.Owner == acting.User && found.Session == acting.Id
                    ? await codes.ConsumeAsync(hash, CodePurpose.Reauthenticate, cancellationToken)
                    : null,
            cancellationToken);
    }
}
