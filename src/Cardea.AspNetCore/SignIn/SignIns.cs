using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.AspNetCore.Mail;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Devices;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.SignIn;

/// <summary>The last step of every sign-in: the session, its event, the token of the device, and the mail about a new device.</summary>
internal sealed class SignIns(
    SignedInSessions sessions, SecondFactorStep secondFactor, EnrolmentStep enrolment, TrustedDevices trusted, Guesses guesses, Quotas quotas, DeviceTokens devices, SecurityLog log, Postbox postbox)
{
    /// <summary>Goes on after one factor: asks for the second if there is one, else begins the session.</summary>
    /// <param name="account">The account, as of when the factor was checked.</param>
    /// <param name="amr">How the user has proved who they are.</param>
    /// <param name="device">The user's name for the device.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="isCounted">True if the sign-in has a place already: see <see cref="TakePlaceAsync"/>.</param>
    public async Task<SignInOutcome> GoOnAsync(
        Account account,
        IReadOnlyList<string> amr,
        string? device,
        TokenAudience audience,
        Caller caller,
        CancellationToken cancellationToken,
        bool isCounted = false)
    {
        if (account.SecondFactors.Count == 0)
        {
            return await BeginAsync(account, amr, device, audience, caller, SecurityEventKind.SignedIn, cancellationToken, isCounted);
        }

        // Somebody who is not the owner knows the password, and guessed at the second factor.
        if (SignInMethods.ArePassword(amr) && await guesses.NeedsNewPasswordAsync(account.Id, cancellationToken))
        {
            return new SignInOutcome.PasswordResetDue();
        }

        // The proof stays what was shown now: a trusted device is no factor, and /admin asks for one.
        return await trusted.FindAsync(account.Id, caller, cancellationToken) is { } known
            ? await BeginAsync(account, amr, device, audience, caller, SecurityEventKind.SignedIn, cancellationToken, isCounted, trustedBy: known)
            : new SignInOutcome.SecondFactorDue(await secondFactor.AskAsync(account, amr, device, renews: null, audience, cancellationToken));
    }

    /// <summary>
    /// Counts a sign-in before a code or a factor is used up for it. Beyond the limit nothing is used up, so nobody loses a recovery code to
    /// a refusal.
    /// </summary>
    /// <returns>The place, to be given back if no session begins; or when the next sign-in may begin.</returns>
    public Task<(AttemptReservation.Reserved? Place, AttemptPause Pause)> TakePlaceAsync(UserId user, Caller caller, CancellationToken cancellationToken) =>
        quotas.ReserveSignInAsync(user, caller, cancellationToken);

    /// <summary>Gives the place of a sign-in back that began no session.</summary>
    public Task GiveBackAsync(AttemptReservation.Reserved place) => quotas.GiveBackAsync(place);

    /// <summary>Begins the session of a user who has shown all factors. A user who must have a second one and has none adds one first.</summary>
    /// <param name="account">The account, as of when the factor was checked.</param>
    /// <param name="amr">How the user has proved who they are.</param>
    /// <param name="device">The user's name for the device.</param>
    /// <param name="audience">The program that the access token is for.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="isCounted">True if the sign-in has a place already: see <see cref="TakePlaceAsync"/>.</param>
    /// <param name="trustedBy">The trusted device that stands for the second step.</param>
    /// <param name="trusts">The token of the device, if it is trusted from now on.</param>
    public async Task<SignInOutcome> BeginAsync(
        Account account,
        IReadOnlyList<string> amr,
        string? device,
        TokenAudience audience,
        Caller caller,
        SecurityEventKind kind,
        CancellationToken cancellationToken,
        bool isCounted = false,
        TrustHash? trustedBy = null,
        TrustToken? trusts = null)
    {
        // A registration has its own quota, and no guess came before it.
        var isReturn = kind == SecurityEventKind.SignedIn;
        var told = isReturn && account.Provider is not null ? SecurityEventKind.ExternalSignIn : kind;
        if (enrolment.IsDue(account, amr))
        {
            if (!isReturn)
            {
                await log.StoreAsync(kind, account.Id, session: null, caller);
            }

            return new SignInOutcome.EnrolmentDue(await enrolment.AskAsync(account, amr, device, audience, isNew: !isReturn, caller, cancellationToken));
        }

        if (isReturn && !isCounted && await quotas.ReserveSignInAsync(account.Id, caller, cancellationToken) is (null, var pause))
        {
            return new SignInOutcome.TooMany(pause);
        }

        var client = caller.Device with { Name = device };
        var resets = isReturn && EmailAddress.Normalize(account.Email) is { } address ? GuessReset.OfSignIn(address, account.Id) : null;
        var signIn = await sessions.BeginAsync(
            account.Id, amr, account.Roles, account.SecurityStamp, account.Epochs.Session, client, told, resets, new() { By = trustedBy, New = trusts?.Hash },
            caller.Transport, audience, account.Provider, cancellationToken);
        if (signIn is null)
        {
            return new SignInOutcome.Overtaken();
        }

        log.Log(signIn.Event);
        if (trusts is not null)
        {
            await log.StoreAsync(SecurityEventKind.DeviceTrusted, account.Id, signIn.Tokens.SessionId, caller);
        }

        if (isReturn && !signIn.IsOfKnownDevice)
        {
            await postbox.TellAsync(new(MailKind.NewDevice), account.Addressee, caller, client);
        }

        return new SignInOutcome.SignedIn(signIn.Tokens with { Device = devices.Issue(account.Id, account.Epochs.Device), Trust = trusts, IsPasswordBreached = account.IsPasswordBreached });
    }
}
