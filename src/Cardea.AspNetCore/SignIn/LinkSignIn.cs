using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Codes;
using Cardea.Mail;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing in by a mailed link, in the browser that asked for it.</summary>
internal sealed class LinkSignIn(
    ICodeStore codes, IAccountStore accounts, IAccounts described, SignIns signIns, Guesses guesses, Postbox postbox, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = OneTimeCode.LifetimeOf(CodePurpose.SignIn);

    /// <summary>Mails a link to an address, if it is an account's. Neither the answer nor its time tells whether it is.</summary>
    /// <returns>The secret of the browser. The link works only together with it.</returns>
    public async Task<string> AskAsync(string? email, Caller caller, CancellationToken cancellationToken)
    {
        var browser = OneTimeCode.Create();
        if (EmailAddress.Normalize(email) is { } address && await guesses.MayMailAsync(address, caller, cancellationToken))
        {
            var code = OneTimeCode.Create();
            await codes.IssueByAddressAsync(
                new(CodeHash.Of(code.Reveal(), browser.Reveal()), CodePurpose.SignIn, Owner: null, address, State: null, clock.GetUtcNow() + Lifetime),
                postbox.WriteCode(MailKind.SignInLink, recipient: null, address, "sign-in", code.Reveal(), Lifetime, caller),
                cancellationToken);
            postbox.Wake();
        }

        return browser.Reveal();
    }

    /// <summary>Signs in by the code of a link.</summary>
    /// <param name="token">The code.</param>
    /// <param name="browserToken">The secret of the browser.</param>
    /// <param name="device">The user's name for the device.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The outcome; null if the code is used, expired, void or of another browser.</returns>
    public async Task<SignInOutcome?> SignInAsync(string? token, string? browserToken, string? device, Caller caller, CancellationToken cancellationToken)
    {
        var hash = CodeHash.Of(token ?? "", browserToken ?? "");
        if (await codes.FindAsync(hash, CodePurpose.SignIn, cancellationToken) is not { Owner: { } owner, Address: { } address }
            || await accounts.FindAsync(owner, cancellationToken) is not { Facts: var facts }
            || !AddressTransitions.IsOf(facts, address))
        {
            return null;
        }

        // Somebody else may have registered the address, so its owner must not be led into that account.
        if (AddressTransitions.IsUnclaimed(facts, address))
        {
            return new SignInOutcome.ProofDue(AddressProof.MethodsFor(facts, isOfAccount: true));
        }

        // The sign-in began when the link was asked for. An end of all sessions since then ends it too.
        return await codes.ConsumeAsync(hash, CodePurpose.SignIn, cancellationToken) is { } code && await described.FindAsync(owner, cancellationToken) is { } account
            ? await signIns.GoOnAsync(account with { SessionEpoch = code.SessionEpoch }, SignInMethods.MailedCode, device, caller, cancellationToken)
            : null;
    }
}
