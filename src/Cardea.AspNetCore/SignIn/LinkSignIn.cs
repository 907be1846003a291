using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Devices;
using Cardea.AspNetCore.Mail;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Signing in by a mailed link, in the browser that asked for it.</summary>
internal sealed class LinkSignIn(
    ICodeStore codes,
    IAccountStore accounts,
    IAccounts described,
    SignIns signIns,
    Guesses guesses,
    Quotas quotas,
    KnownDevices devices,
    Postbox postbox,
    TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = OneTimeCode.LifetimeOf(CodePurpose.SignIn);

    /// <summary>Mails a link to an address, if it is an account's. Neither the answer nor its time tells whether it is.</summary>
    /// <returns>The secret of the browser. The link works only together with it. And the pause, if the caller must solve a challenge first.</returns>
    public async Task<(string BrowserToken, AttemptPause? Due)> AskAsync(string? email, Caller caller, CancellationToken cancellationToken)
    {
        var browser = OneTimeCode.Create();
        if (EmailAddress.Normalize(email) is not { } address)
        {
            return (browser.Reveal(), null);
        }

        var owner = await devices.RecogniseAsync(address, caller, cancellationToken);
        var (mayMail, due) = await quotas.MayMailAsync(address, owner, caller, cancellationToken);
        if (mayMail)
        {
            var code = OneTimeCode.Create();
            await codes.IssueByAddressAsync(
                new(CodeHash.Of(code.Reveal(), browser.Reveal()), CodePurpose.SignIn, Owner: null, address, State: null, clock.GetUtcNow() + Lifetime)
                {
                    IsOfKnownDevice = owner is not null,
                },
                postbox.WriteCode(MailKind.SignInLink, recipient: null, address, "link", code.Reveal(), Lifetime, caller),
                cancellationToken);
            postbox.Wake();
        }

        return (browser.Reveal(), due);
    }

    /// <summary>Signs in by the code of a link.</summary>
    /// <param name="token">The code.</param>
    /// <param name="browserToken">The secret of the browser.</param>
    /// <param name="device">The user's name for the device.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The outcome. A code that is used, expired, void or of another browser is a wrong guess.</returns>
    public Task<Guess<SignInOutcome>> SignInAsync(
        string? token, string? browserToken, string? device, TokenAudience audience, Caller caller, CancellationToken cancellationToken) =>
        guesses.TakeCodeAsync(caller, () => TakeAsync(token, browserToken, device, audience, caller, cancellationToken), cancellationToken);

    private async Task<SignInOutcome?> TakeAsync(
        string? token, string? browserToken, string? device, TokenAudience audience, Caller caller, CancellationToken cancellationToken)
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

        // Beyond the limit the code stays good.
        var (place, pause) = await signIns.TakePlaceAsync(owner, caller, cancellationToken);
        if (place is null)
        {
            return new SignInOutcome.TooMany(pause);
        }

        var outcome = await UseAsync(hash, owner, device, audience, caller, cancellationToken);
        if (outcome is not SignInOutcome.SignedIn)
        {
            await signIns.GiveBackAsync(place);
        }

        return outcome;
    }

    // The sign-in began when the link was asked for. An end of all sessions since then ends it too.
    private async Task<SignInOutcome?> UseAsync(
        CodeHash hash, UserId owner, string? device, TokenAudience audience, Caller caller, CancellationToken cancellationToken)
    {
        if (await codes.ConsumeAsync(hash, CodePurpose.SignIn, cancellationToken) is not { } code
            || await described.FindAsync(owner, cancellationToken) is not { } account)
        {
            return null;
        }

        var epochs = account.Epochs with { Session = code.SessionEpoch };
        return await signIns.GoOnAsync(
            account with { Epochs = epochs }, SignInMethods.MailedCode, device, audience, caller, cancellationToken, isCounted: true);
    }
}
