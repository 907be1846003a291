using System.Diagnostics.Metrics;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Challenges;
using Cardea.Attempts;
using Cardea.Mail;
using Cardea.Statistics;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Attempts;

/// <summary>Limits what anybody may do without being wrong: sign up, sign in, ask for mail and for passkeys. A solved challenge lifts these limits.</summary>
internal sealed class Quotas(IAttemptStore attempts, ChallengedAttempts challenges, CardeaOptions options, Tally tally, IMeterFactory meters)
{
    /// <summary>How often others can have mail sent to one address within the window.</summary>
    private const int MailsPerAddress = 5;

    /// <summary>How often the sessions of a user can have mail with a code sent within the window, and how often their known devices can.</summary>
    private const int MailsPerUser = 5;

    /// <summary>How many sign-ins and passkey challenges a network gets for each guess: many people may share one address.</summary>
    private const int PerGuess = 10;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Counter<long> _refused = meters.Create("Cardea").CreateCounter<long>(
        "cardea.quotas.refused", "{request}", "Registrations, sign-ins and passkey challenges that were refused, because there were too many before.");

    /// <summary>
    /// Counts a mail to an address, of those that anybody can ask for. A solved challenge lifts the limit of the network only: the limit of
    /// the address protects its owner. So an answer does not tell either what others have asked for.
    /// </summary>
    /// <param name="address">The address.</param>
    /// <param name="owner">The user of the address, if a known device of theirs asks. Strangers can't use the allowance of known devices up.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if the mail may be sent. The pause, if the caller must solve a challenge first.</returns>
    public async Task<(bool MayMail, AttemptPause? Due)> MayMailAsync(string address, UserId? owner, Caller caller, CancellationToken cancellationToken)
    {
        if (owner is { } user)
        {
            return (await MayAsync(cancellationToken, new AttemptLimit(AttemptKey.OfMailByDevices(user), MailsPerUser, options.Attempts.Window)), null);
        }

        var (reserved, pause) = await ReserveAsync(caller, cancellationToken, NetworkLimits.Of(caller, AttemptKey.OfMailFrom, options.Attempts.PerNetwork, options.Attempts.Window));
        return reserved is null
            ? (false, pause.IsChallengeDue ? pause : null)
            : (await MayAsync(cancellationToken, new AttemptLimit(AttemptKey.OfMail(address), MailsPerAddress, options.Attempts.Window)), null);
    }

    /// <summary>True if a session may have one more mail sent to the address of its account. Strangers can't use this allowance up.</summary>
    public Task<bool> MayMailAsync(Addressee owner, CancellationToken cancellationToken) =>
        MayAsync(cancellationToken, [new(AttemptKey.OfMailBy(owner.Recipient!.Value), MailsPerUser, options.Attempts.Window), .. NoticeLimits.OfCode(owner)]);

    /// <summary>True if a session of a user may have one more mail sent to an address that is not the user's own yet.</summary>
    /// <param name="user">The user.</param>
    /// <param name="stranger">The address. It gets no more mail of this kind than of others.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<bool> MayMailAsync(UserId user, string stranger, CancellationToken cancellationToken) =>
        MayAsync(
            cancellationToken,
            new(AttemptKey.OfMailBy(user), MailsPerUser, options.Attempts.Window),
            new(AttemptKey.OfMailBySessions(stranger), MailsPerAddress, options.Attempts.Window));

    /// <summary>True if a user who adds a second factor while signing in may have one more mail sent.</summary>
    public Task<bool> MayMailForEnrolmentAsync(Addressee owner, CancellationToken cancellationToken) =>
        MayAsync(cancellationToken, [new(AttemptKey.OfEnrolmentMail(owner.Recipient!.Value), MailsPerUser, options.Attempts.Window), .. NoticeLimits.OfCode(owner)]);

    /// <summary>True if a notice may become a mail to an address. If the store can't count it, it may.</summary>
    public async Task<bool> MayTellAsync(MailKind kind, Addressee to, CancellationToken cancellationToken)
    {
        try
        {
            return await MayAsync(cancellationToken, NoticeLimits.Of(kind, to));
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }

    /// <summary>Counts a notice whose address was looked up when it was to be sent.</summary>
    /// <returns>The reservation, to be given back if the mail was not sent; null if it must not be sent.</returns>
    public async Task<AttemptReservation.Reserved?> ReserveLateNoticeAsync(string address, CancellationToken cancellationToken) =>
        await attempts.ReserveAsync([NoticeLimits.OfLate(address)], guess: null, cancellationToken) as AttemptReservation.Reserved;

    /// <summary>True if a user may be told something that would be told often: once a day.</summary>
    public Task<bool> MayTellAsync(string kind, UserId user, CancellationToken cancellationToken) =>
        MayAsync(cancellationToken, new AttemptLimit(AttemptKey.OfNotice(kind, user), 1, Day));

    /// <summary>Counts a passkey challenge. Each is kept until it is answered.</summary>
    /// <returns>When the network may ask again; null if it may ask now.</returns>
    public Task<AttemptPause?> RefuseQuestionAsync(Caller caller, CancellationToken cancellationToken) =>
        RefuseAsync(caller, cancellationToken, NetworkLimits.Of(caller, AttemptKey.OfQuestionsFrom, PerGuess * options.Attempts.PerNetwork, options.Attempts.Window));

    /// <summary>Counts a sign-in, before its session begins. Each sign-in beyond the limit of sessions would end another session.</summary>
    /// <returns>The reservation, to be given back if no session begins; or when the next may begin.</returns>
    public Task<(AttemptReservation.Reserved? Reserved, AttemptPause Pause)> ReserveSignInAsync(UserId user, Caller caller, CancellationToken cancellationToken) =>
        ReserveOrCountAsync(
            caller,
            cancellationToken,
            [
                .. NetworkLimits.Of(caller, AttemptKey.OfSignInsFrom, PerGuess * options.Attempts.PerNetwork, options.Attempts.Window),
                new(AttemptKey.OfSignInsTo(user), options.Attempts.SignIns, Hour),
            ]);

    /// <summary>Counts a registration, before its password is hashed.</summary>
    /// <returns>The reservation, to be given back if no account is added.</returns>
    public Task<(AttemptReservation.Reserved? Reserved, AttemptPause Pause)> ReserveRegistrationAsync(Caller caller, CancellationToken cancellationToken) =>
        ReserveOrCountAsync(caller, cancellationToken, NetworkLimits.Of(caller, AttemptKey.OfRegistrationsFrom, options.Attempts.Registrations, Hour));

    /// <summary>Gives back a registration that added no account, a sign-in that began no session, or a notice that was not sent.</summary>
    public Task GiveBackAsync(AttemptReservation.Reserved reserved) => attempts.GiveBackAsync(reserved, CancellationToken.None);

    private async Task<bool> MayAsync(CancellationToken cancellationToken, params AttemptLimit[] limits) =>
        await attempts.ReserveAsync(limits, guess: null, cancellationToken) is AttemptReservation.Reserved;

    private async Task<AttemptPause?> RefuseAsync(Caller caller, CancellationToken cancellationToken, params AttemptLimit[] limits) =>
        await ReserveOrCountAsync(caller, cancellationToken, limits) is (null, var pause) ? pause : null;

    // Counts the refusal, if it is one.
    private async Task<(AttemptReservation.Reserved? Reserved, AttemptPause Pause)> ReserveOrCountAsync(
        Caller caller, CancellationToken cancellationToken, params AttemptLimit[] limits)
    {
        var reservation = await ReserveAsync(caller, cancellationToken, limits);
        if (reservation.Reserved is null)
        {
            _refused.Add(1);
            tally.Add(Counted.AttemptRefused);
        }

        return reservation;
    }

    private Task<(AttemptReservation.Reserved? Reserved, AttemptPause Pause)> ReserveAsync(
        Caller caller, CancellationToken cancellationToken, params AttemptLimit[] limits) =>
        challenges.ReserveAsync(
            caller.Challenge,
            isLifted => attempts.ReserveAsync(isLifted ? Array.ConvertAll(limits, static limit => limit.Lifted) : limits, guess: null, cancellationToken),
            cancellationToken);
}
