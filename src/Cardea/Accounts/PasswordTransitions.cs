using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>What may happen to the password of an account.</summary>
internal static class PasswordTransitions
{
    /// <summary>Changes the password. The acting session goes on; the others are ended.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="checkedStamp">The security stamp that the account had when the old password was checked.</param>
    /// <param name="hash">The hash of the new password.</param>
    /// <param name="acting">The acting session.</param>
    /// <returns>The change; null if a credential has changed since the check.</returns>
    public static AccountChange? Change(AccountFacts facts, string? checkedStamp, string hash, SessionId acting) =>
        facts.SecurityStamp != checkedStamp
            ? null
            : new(new AccountEffect.SetPassword(hash))
            {
                Ends = new(EndReason.PasswordChanged, acting),
                Event = SecurityEventKind.PasswordChanged,
                Acting = acting,
                Notice = new(MailKind.PasswordChanged),
            };

    /// <summary>
    /// Sets a new password for a mailed code. The second factor stays due. A reset of an account whose address was never verified is a
    /// take-over: see <see cref="AddressTransitions.TakeOver"/>.
    /// </summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The address that the code was mailed to.</param>
    /// <param name="hash">The hash of the new password.</param>
    /// <returns>The change; null if the account is disabled or has moved to another address.</returns>
    public static AccountChange? Reset(AccountFacts facts, string address, string hash) =>
        AddressTransitions.TakeOver(facts, address, hash)
        ?? (AddressTransitions.IsOf(facts, address)
            ? new(new AccountEffect.SetPassword(hash))
            {
                Ends = new(EndReason.PasswordChanged, Except: null),
                Event = SecurityEventKind.PasswordReset,
                Notice = new(MailKind.PasswordChanged),
            }
            : null);

    /// <summary>Replaces the hash of the password that was checked just now. No session ends.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="checkedStamp">The security stamp that the account had when the password was checked.</param>
    /// <param name="hash">The new hash.</param>
    /// <returns>The change; null if a credential has changed since the check.</returns>
    public static AccountChange? Rehash(AccountFacts facts, string? checkedStamp, string hash) =>
        facts.SecurityStamp != checkedStamp ? null : new(new AccountEffect.Rehash(hash));
}
