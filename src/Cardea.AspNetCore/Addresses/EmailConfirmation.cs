using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.Problems;
using Cardea.Codes;
using Cardea.Keys;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Addresses;

/// <summary>
/// Takes the codes of <see cref="EmailVerification"/>. A code shows that the caller reads the mail. It does not show that the caller made
/// the account, so the caller must also have a session or the password of the account, or take it over.
/// </summary>
internal sealed class EmailConfirmation(
    IAccountStore accounts,
    ICodeStore codes,
    AccountChanges changes,
    Removals removals,
    PasswordCheck passwords,
    ChosenPasswords chosen,
    PasswordHashes hashes,
    Guesses guesses,
    PasskeyQuestions questions,
    Passkeys passkeys,
    MasterKey masterKey,
    TimeProvider clock)
{
    private static readonly EmailVerificationOutcome InvalidCode = new EmailVerificationOutcome.InvalidCode();

    /// <summary>Takes a code with its proof.</summary>
    /// <param name="request">The code, and perhaps a proof.</param>
    /// <param name="acting">The session of the request; null without one.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    public async Task<EmailVerificationOutcome> ConfirmAsync(
        EmailVerificationRequest request, ActingSession? acting, Caller caller, CancellationToken cancellationToken)
    {
        if (request is { Token: null, Code: { } typed })
        {
            return await ConfirmTypedAsync(typed, acting, caller, cancellationToken);
        }

        var taken = await guesses.TakeCodeAsync(caller, () => FindAsync(request, cancellationToken), cancellationToken);
        if (taken is Guess<StoredCode>.Refused(var retryAfter))
        {
            return new EmailVerificationOutcome.TooMany(retryAfter);
        }

        if (taken is not Guess<StoredCode>.Right({ Owner: { } owner, Address: { } address } code)
            || await accounts.FindAsync(owner, cancellationToken) is not { Facts: var facts } user
            || !IsGood(code, facts, address))
        {
            return InvalidCode;
        }

        if (acting?.User == owner)
        {
            return await ConfirmAsync(code, acting.Id, checkedStamp: null, isUndoable: true, caller, cancellationToken);
        }

        if (request.Password is { } password)
        {
            return await codes.TryAsync(code, cancellationToken)
                ? await passwords.CheckAsync(user.Email, password, caller, cancellationToken) switch
                {
                    PasswordOutcome.Right(var account) when account.Id == owner => await ConfirmAsync(code, acting: null, account.SecurityStamp, isUndoable: true, caller, cancellationToken),
                    PasswordOutcome.Refusal refusal => new EmailVerificationOutcome.PasswordRefused(refusal),
                    _ => InvalidCode,
                }
                : InvalidCode;
        }

        if (request.Passkey is { } passkey)
        {
            return await UseAsync(passkey, cancellationToken) is { } proof && proof.UserId == owner
                ? await ConfirmAsync(code, acting: null, proof.SecurityStamp, !AddressUndo.IsOld(proof.AddedAt, clock.GetUtcNow()), caller, cancellationToken)
                : new EmailVerificationOutcome.PasskeyRefused();
        }

        return request.NewPassword is { } newPassword && code.Purpose != CodePurpose.ChangeEmail && !facts.EmailVerified
            ? await TakeOverAsync(code, newPassword, caller, cancellationToken)
            : new EmailVerificationOutcome.ProofRequired(AddressProof.MethodsFor(facts, isOfAccount: code.Purpose != CodePurpose.ChangeEmail));
    }

    /// <summary>Deletes an account whose address was never verified, for the person who reads its mail.</summary>
    /// <returns>The removal. A code that is not valid is a wrong guess.</returns>
    public Task<Guess<AccountRemoval.Removed>> DisownAsync(string? token, Caller caller, CancellationToken cancellationToken) =>
        guesses.TakeCodeAsync(
            caller,
            async () => await codes.FindAsync(CodeHash.Of(token ?? ""), CodePurpose.VerifyEmail, cancellationToken) is { Owner: not null, Address: not null } code
                ? await removals.DisownAsync(code, caller, cancellationToken) as AccountRemoval.Removed
                : null,
            cancellationToken);

    /// <summary>Undoes a change of address, for the person who reads the mail of the old address.</summary>
    /// <returns>The code. A code that is not valid is a wrong guess.</returns>
    public Task<Guess<StoredCode>> UndoAsync(string? token, Caller caller, CancellationToken cancellationToken) =>
        guesses.TakeCodeAsync(
            caller,
            async () => await codes.FindAsync(CodeHash.Of(token ?? ""), CodePurpose.UndoEmail, cancellationToken) is { Owner: { } owner, Address: { } address } code
                && await changes.ApplyAsync(
                    owner, caller, user => AddressTransitions.Undo(user.Facts, address, code.State), new() { Code = code }, cancellationToken) is AccountOutcome.Changed
                    ? code
                    : null,
            cancellationToken);

    private async Task<StoredCode?> FindAsync(EmailVerificationRequest request, CancellationToken cancellationToken)
    {
        var token = request.Token ?? "";
        var hash = CodeHash.Of(token);
        return await codes.FindAsync(hash, CodePurpose.VerifyEmail, cancellationToken)
            ?? await codes.FindAsync(hash, CodePurpose.ChangeEmail, cancellationToken)
            ?? (request.BrowserToken is { } secret ? await codes.FindAsync(CodeHash.Of(token, secret), CodePurpose.SignIn, cancellationToken) : null);
    }

    private async Task<PasskeyProof?> UseAsync(PasskeyRequest request, CancellationToken cancellationToken) =>
        await questions.TakeAsync(CodePurpose.UsePasskey, owner: null, request, cancellationToken) is var (state, credential)
            ? await passkeys.UseAsync(credential, state, cancellationToken)
            : null;

    // A link that signs in stands for the address only where it can't sign in.
    private static bool IsGood(StoredCode code, AccountFacts facts, string address) => code.Purpose switch
    {
        CodePurpose.ChangeEmail => AddressTransitions.MayMove(facts, code.State),
        CodePurpose.SignIn => AddressTransitions.IsUnclaimed(facts, address),
        _ => AddressTransitions.IsOf(facts, address),
    };

    private async Task<EmailVerificationOutcome> ConfirmTypedAsync(
        string typed, ActingSession? acting, Caller caller, CancellationToken cancellationToken)
    {
        if (acting is null
            || await codes.FindNewestAsync(acting.User, CodePurpose.VerifyEmail, acting.Id, cancellationToken) is not { Address: { } address } code)
        {
            return InvalidCode;
        }

        if (await codes.RefuseTypedAsync(address, cancellationToken) is { } until)
        {
            return new EmailVerificationOutcome.TooMany(until - clock.GetUtcNow());
        }

        if (!TypedCode.IsRight(typed, code, masterKey))
        {
            return InvalidCode;
        }

        await codes.ForgetTypedAsync(address, cancellationToken);
        return await ConfirmAsync(code, acting.Id, checkedStamp: null, isUndoable: true, caller, cancellationToken);
    }

    private async Task<EmailVerificationOutcome> ConfirmAsync(
        StoredCode code, SessionId? acting, string? checkedStamp, bool isUndoable, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await changes.ApplyAsync(
            code.Owner!.Value,
            caller,
            user => code.Purpose == CodePurpose.ChangeEmail
                ? AddressTransitions.Move(user.Facts, code.State, code.Address!, code.Session, acting, isUndoable)
                : AddressTransitions.Verify(user.Facts, code.Address!, checkedStamp, acting),
            new() { Code = code },
            cancellationToken);
        return outcome switch
        {
            AccountOutcome.Changed => new EmailVerificationOutcome.Verified(code.Owner!.Value),
            AccountOutcome.Refused(AccountUpdate.EmailTaken) => new EmailVerificationOutcome.Taken(),
            AccountOutcome.ActorRefused => new EmailVerificationOutcome.SessionOver(),
            _ => InvalidCode,
        };
    }

    private async Task<EmailVerificationOutcome> TakeOverAsync(StoredCode code, string password, Caller caller, CancellationToken cancellationToken)
    {
        if (await chosen.ReasonsAsync(password, code.Address, cancellationToken) is { Length: > 0 } reasons)
        {
            return new EmailVerificationOutcome.Weak(reasons);
        }

        var hash = await hashes.HashAsync(password, caller, cancellationToken);
        var outcome = await changes.ApplyAsync(
            code.Owner!.Value, caller, user => AddressTransitions.TakeOver(user.Facts, code.Address!, hash), new() { Code = code }, cancellationToken);
        return outcome is AccountOutcome.Changed ? new EmailVerificationOutcome.Verified(code.Owner!.Value) : InvalidCode;
    }
}
