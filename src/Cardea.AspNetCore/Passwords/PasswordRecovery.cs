using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Mail;
using Cardea.AspNetCore.Problems;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Sets a new password for a user who reads the mail of the account.</summary>
internal sealed class PasswordRecovery(
    IAccountStore accounts,
    ICodeStore codes,
    AccountChanges changes,
    ChosenPasswords chosen,
    PasswordHashes hashes,
    Guesses guesses,
    Quotas quotas,
    KnownDevices devices,
    SecurityLog log,
    Postbox postbox,
    TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = OneTimeCode.LifetimeOf(CodePurpose.ResetPassword);

    /// <summary>Mails a code to an address, if it is an account's. Neither the answer nor its time tells whether it is.</summary>
    public async Task AskAsync(string? email, Caller caller, CancellationToken cancellationToken)
    {
        if (EmailAddress.Normalize(email) is not { } address)
        {
            return;
        }

        var known = await devices.RecogniseAsync(address, caller, cancellationToken);
        if (!await quotas.MayMailAsync(address, known, caller, cancellationToken))
        {
            return;
        }

        var code = OneTimeCode.Create();
        var mail = postbox.WriteCode(MailKind.ResetPassword, recipient: null, address, "reset-password", code.Reveal(), Lifetime, caller);
        await codes.IssueByAddressAsync(
            new(code.Hash, CodePurpose.ResetPassword, Owner: null, address, State: null, clock.GetUtcNow() + Lifetime) { IsOfKnownDevice = known is not null },
            mail,
            cancellationToken);
        UserId? owner = await accounts.FindByEmailAsync(address, cancellationToken) is { } user ? new UserId(user.Id) : null;
        await log.StoreAsync(SecurityEventKind.PasswordForgotten, owner, session: null, caller);
        postbox.Wake();
    }

    /// <summary>Sets the new password.</summary>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    public async Task<PasswordResetOutcome> ResetAsync(string? token, string? password, Caller caller, CancellationToken cancellationToken)
    {
        var taken = await guesses.TakeCodeAsync(
            caller, () => codes.FindAsync(CodeHash.Of(token ?? ""), CodePurpose.ResetPassword, cancellationToken), cancellationToken);
        if (taken is Guess<StoredCode>.Refused(var retryAfter))
        {
            return new PasswordResetOutcome.TooMany(retryAfter);
        }

        if (taken is not Guess<StoredCode>.Right({ Owner: { } owner, Address: { } address } code))
        {
            return new PasswordResetOutcome.InvalidCode();
        }

        if (await chosen.ReasonsAsync(password, address, cancellationToken) is { Length: > 0 } reasons)
        {
            return new PasswordResetOutcome.Weak(reasons);
        }

        var hash = await hashes.HashAsync(password!, caller, cancellationToken);
        var outcome = await changes.ApplyAsync(
            owner, caller, user => PasswordTransitions.Reset(user.Facts, address, hash), new() { Code = code }, cancellationToken);
        return outcome is AccountOutcome.Changed ? new PasswordResetOutcome.Done(owner) : new PasswordResetOutcome.InvalidCode();
    }
}
