using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>What may happen to the e-mail address of an account.</summary>
internal static class AddressTransitions
{
    /// <summary>Confirms the address of the account.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The address that the code was mailed to.</param>
    /// <param name="checkedStamp">The security stamp that the account had when its password was checked; null if a session is the proof.</param>
    /// <param name="acting">The acting session; null if the password is the proof.</param>
    /// <returns>The change; null if the account is disabled or has moved to another address, or a credential has changed since the check.</returns>
    public static AccountChange? Verify(AccountFacts facts, string address, string? checkedStamp, SessionId? acting) =>
        IsOf(facts, address) && (checkedStamp is null || checkedStamp == facts.SecurityStamp)
            ? new(new AccountEffect.VerifyEmail()) { Event = SecurityEventKind.EmailVerified, Acting = acting }
            : null;

    /// <summary>Moves the account to the address that the code was mailed to. The old address gets a mail.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="stampOfRequest">The security stamp that the account had when the move was requested.</param>
    /// <param name="address">The new address.</param>
    /// <param name="kept">The session that requested the move. It goes on; the others are ended.</param>
    /// <param name="acting">The acting session; null if the password or a passkey is the proof.</param>
    /// <param name="isUndoable">False if an old credential confirms the move: see <see cref="AddressUndo.IsOld"/>.</param>
    /// <returns>The change; null if the account is disabled, or a credential has changed since the request.</returns>
    public static AccountChange? Move(
        AccountFacts facts, string? stampOfRequest, string address, SessionId? kept, SessionId? acting, bool isUndoable) =>
        MayMove(facts, stampOfRequest)
            ? new(new AccountEffect.MoveTo(address))
            {
                Ends = new(EndReason.AddressChanged, kept),
                Event = SecurityEventKind.EmailChanged,
                Acting = acting,
                IsUndoable = isUndoable,
                Notice = new(isUndoable ? MailKind.UndoEmail : MailKind.EmailChanged),
            }
            : null;

    /// <summary>
    /// Moves the account back to the address that it had before a change, for the person who reads the mail of that address. It ends all
    /// sessions, removes the password, and removes the factors that were added since. Factors from before the change stay due. An account
    /// that waits for its deletion is enabled again.
    /// </summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The earlier address.</param>
    /// <param name="earlier">The factors that the account had before the change: see <see cref="AddressUndo.DescribeFactors"/>.</param>
    /// <returns>The change; null if an operator has disabled the account.</returns>
    public static AccountChange? Undo(AccountFacts facts, string address, string? earlier) =>
        facts.IsEnabled || facts.DeletionAskedAt is not null
            ? new(
            [
                new AccountEffect.MoveTo(address),
                new AccountEffect.SetPassword(Hash: null),
                .. AddressUndo.RemoveLaterFactors(facts, earlier),
                .. facts.IsEnabled ? Array.Empty<AccountEffect>() : [new AccountEffect.Enable()],
            ])
            {
                IsUndo = true,
                Ends = new(EndReason.AddressChanged, Except: null),
                Event = SecurityEventKind.EmailChangeUndone,
                Notice = new(MailKind.EmailChangeUndone),
            }
            : null;

    /// <summary>
    /// Gives the account to the person who reads the mail of its address, which was never verified. Somebody else may have registered it
    /// and waited for the owner. So no earlier way in remains, and the new owner signs in by the new password alone.
    /// </summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The address that the code was mailed to.</param>
    /// <param name="hash">The hash of the new password.</param>
    /// <returns>The change; null if the account is disabled, has moved to another address, or its address is verified.</returns>
    public static AccountChange? TakeOver(AccountFacts facts, string address, string hash) =>
        IsUnclaimed(facts, address)
            ? new([new AccountEffect.SetPassword(hash), new AccountEffect.VerifyEmail(), .. FactorTransitions.RemoveAll(facts), .. ExternalTransitions.RemoveAll(facts)])
            {
                IsTakeOver = true,
                Ends = new(EndReason.PasswordChanged, Except: null),
                Event = SecurityEventKind.TakenOver,
                Notice = new(MailKind.TakenOver),
            }
            : null;

    /// <summary>True if the account is enabled and has this address.</summary>
    public static bool IsOf(AccountFacts facts, string address) => facts.IsEnabled && facts.Email == address;

    /// <summary>True if the account is enabled and has this address, and no user has shown that the address is theirs.</summary>
    public static bool IsUnclaimed(AccountFacts facts, string address) => IsOf(facts, address) && !facts.EmailVerified;

    /// <summary>True if the account is enabled, and no credential has changed since the move was requested.</summary>
    public static bool MayMove(AccountFacts facts, string? stampOfRequest) => facts.IsEnabled && facts.SecurityStamp == stampOfRequest;
}
