using Cardea.Accounts;
using Cardea.Attempts;
using Cardea.Mail;

namespace Cardea.AspNetCore.Attempts;

/// <summary>
/// How much mail an address gets about its accounts. Anybody can register an address that is not theirs, and change that account as often
/// as they like. So the limits belong to the address: a new account with it has the same ones.
/// </summary>
internal static class NoticeLimits
{
    /// <summary>Notices to an unverified address in an hour.</summary>
    public const int ToUnverified = 5;

    /// <summary>Notices and codes together to an unverified address in an hour. Notices leave the last three to codes, which a new user needs.</summary>
    public const int ToUnverifiedWithCodes = 8;

    /// <summary>Notices to a verified address in an hour.</summary>
    public const int ToVerified = 20;

    /// <summary>Notices in an hour whose address is looked up when they are sent: of replayed tokens and breached passwords.</summary>
    public const int Late = 5;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The limits of a notice. A verified address gets all that it needs to act, and so does a person who takes an account over by mail.</summary>
    public static AttemptLimit[] Of(MailKind kind, Addressee to) => (IsNeeded(kind), to.IsVerified) switch
    {
        (true, true) => [],
        _ when kind == MailKind.TakenOver => [],
        (true, false) => [new(AttemptKey.OfNeededNoticesTo(to.CountedAddress), ToUnverified, Hour)],
        (false, true) => [new(AttemptKey.OfNoticesTo(to.CountedAddress), ToVerified, Hour)],
        (false, false) => [new(AttemptKey.OfMailToUnverified(to.CountedAddress), ToUnverified, Hour)],
    };

    /// <summary>True for a notice that its reader needs to get an account back, or to keep it.</summary>
    public static bool IsNeeded(MailKind kind) =>
        kind is MailKind.UndoEmail or MailKind.EmailChanged or MailKind.EmailChangeUndone or MailKind.TakenOver or MailKind.DeletionAsked;

    /// <summary>The limits of a code that a session asks for, beside those of the user.</summary>
    public static AttemptLimit[] OfCode(Addressee to) =>
        to.IsVerified ? [] : [new(AttemptKey.OfMailToUnverified(to.CountedAddress), ToUnverifiedWithCodes, Hour)];

    /// <summary>The limit of a notice whose address is looked up when it is sent.</summary>
    public static AttemptLimit OfLate(string address) => new(AttemptKey.OfLateNoticesTo(EmailAddress.Normalize(address) ?? address), Late, Hour);
}
