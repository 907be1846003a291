using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;

namespace Cardea.Accounts;

/// <summary>What may happen to the e-mail address of an account.</summary>
internal static class AddressTransitions
{
    /// <summary>Confirms the address of the account.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The address that the code was mailed to.</param>
    /// <returns>The change; null if the account is disabled or has moved to another address.</returns>
    public static AccountChange? Verify(AccountFacts facts, string address) =>
        IsOf(facts, address) ? new(new AccountEffect.VerifyEmail()) { Event = SecurityEventKind.EmailVerified } : null;

    /// <summary>Moves the account to the address that the code was mailed to. The old address gets a mail.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="stampOfRequest">The security stamp that the account had when the move was requested.</param>
    /// <param name="address">The new address.</param>
    /// <returns>The change; null if the account is disabled, or a credential has changed since the request.</returns>
    public static AccountChange? Move(AccountFacts facts, string? stampOfRequest, string address) =>
        facts.IsEnabled && facts.SecurityStamp == stampOfRequest
            ? new(new AccountEffect.MoveTo(address)) { Event = SecurityEventKind.EmailChanged, Notice = new(MailKind.EmailChanged) }
            : null;

    /// <summary>
    /// Signs in by a link at an address that was never verified. The change removes the password and ends all sessions of the
    /// earlier registrant.
    /// </summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The address that the link was mailed to.</param>
    /// <returns>The change; null if the address is not the account's, or is verified already.</returns>
    public static AccountChange? SignInByLink(AccountFacts facts, string address) =>
        IsOf(facts, address) && !facts.EmailVerified
            ? new([new AccountEffect.SetPassword(Hash: null), .. TakeOver(facts)])
            {
                Ends = new(EndReason.PasswordChanged, Except: null),
                Event = SecurityEventKind.EmailVerified,
            }
            : null;

    /// <summary>True if the account is enabled and has this address.</summary>
    public static bool IsOf(AccountFacts facts, string address) => facts.IsEnabled && facts.Email == address;

    /// <summary>
    /// Verifies the address and removes all earlier factors. The first person who proves an address may be somebody else than the person
    /// who registered it: that registrant may have waited for the owner. So no earlier factor can sign in any more.
    /// </summary>
    public static IReadOnlyList<AccountEffect> TakeOver(AccountFacts facts) => [new AccountEffect.VerifyEmail(), .. FactorTransitions.RemoveAll(facts)];
}
