using System.Security.Cryptography;
using System.Text;
using Cardea.Tokens;

namespace Cardea.Attempts;

/// <summary>
/// Names what attempts are counted for: an account, a network, a device, or mail to an address. It is a hash, so the table shows no
/// address.
/// </summary>
/// <param name="Value">SHA-256 of its kind and name, in hexadecimal.</param>
internal readonly record struct AttemptKey(string Value)
{
    /// <summary>
    /// The password of the account with that e-mail address. An address without an account is counted too, so that both are refused
    /// alike.
    /// </summary>
    public static AttemptKey OfPassword(string email) => Of("password", email);

    /// <summary>The authenticator app of a user.</summary>
    public static AttemptKey OfSecondFactor(UserId user) => Of("second factor", user.Value);

    /// <summary>A device that the account knows, or a live session.</summary>
    public static AttemptKey OfDevice(string device) => Of("device", device);

    /// <summary>The wrong guesses from a network.</summary>
    public static AttemptKey OfGuessesFrom(CountedNetwork network) => Of("network", network.Name);

    /// <summary>The mail that anyone can have sent to an address.</summary>
    public static AttemptKey OfMail(string email) => Of("mail", email);

    /// <summary>The mail that a network can have sent.</summary>
    public static AttemptKey OfMailFrom(CountedNetwork network) => Of("mail from", network.Name);

    /// <summary>A notice of one kind to a user.</summary>
    public static AttemptKey OfNotice(string kind, UserId user) => Of($"notice {kind}", user.Value);

    /// <summary>The notices, and the codes that sessions ask for, to an address that no user has shown to be theirs. It counts for all users who have the address.</summary>
    public static AttemptKey OfMailToUnverified(string email) => Of("mail to unverified", email);

    /// <summary>The notices to a verified address.</summary>
    public static AttemptKey OfNoticesTo(string email) => Of("notices to", email);

    /// <summary>The notices that an owner needs to act, to an address that no user has shown to be theirs.</summary>
    public static AttemptKey OfNeededNoticesTo(string email) => Of("needed notices to", email);

    /// <summary>The notices whose address is looked up when they are sent.</summary>
    public static AttemptKey OfLateNoticesTo(string email) => Of("late notices to", email);

    /// <summary>The mail with codes that the sessions of a user can have sent.</summary>
    public static AttemptKey OfMailBy(UserId user) => Of("mail by", user.Value);

    /// <summary>The mail that a user can have sent to add a second factor.</summary>
    public static AttemptKey OfEnrolmentMail(UserId user) => Of("enrolment mail", user.Value);

    /// <summary>The mail with codes that the known devices of a user can have sent.</summary>
    public static AttemptKey OfMailByDevices(UserId user) => Of("mail by devices", user.Value);

    /// <summary>The mail that sessions of others can have sent to an address.</summary>
    public static AttemptKey OfMailBySessions(string email) => Of("mail by sessions", email);

    /// <summary>The passkey challenges that a network asks for.</summary>
    public static AttemptKey OfQuestionsFrom(CountedNetwork network) => Of("questions from", network.Name);

    /// <summary>The wrong one-time codes and passkeys of a network.</summary>
    public static AttemptKey OfCodesFrom(CountedNetwork network) => Of("codes from", network.Name);

    /// <summary>The sign-ins to an account.</summary>
    public static AttemptKey OfSignInsTo(UserId user) => Of("sign-ins to", user.Value);

    /// <summary>The sign-ins from a network.</summary>
    public static AttemptKey OfSignInsFrom(CountedNetwork network) => Of("sign-ins from", network.Name);

    /// <summary>The registrations from a network.</summary>
    public static AttemptKey OfRegistrationsFrom(CountedNetwork network) => Of("registrations from", network.Name);

    private static AttemptKey Of(string kind, string name) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {name}"))));
}
