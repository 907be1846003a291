using Cardea.Audit;
using Cardea.External;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>What may happen to the accounts at providers that a user signs in with.</summary>
internal static class ExternalTransitions
{
    /// <summary>How many accounts at providers a user may have.</summary>
    public const int MostLogins = 20;

    /// <summary>Links an account at a provider, through a session of the account.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="stampOfRequest">The security stamp that the account had when the link was begun; null if it does not matter.</param>
    /// <param name="login">The login.</param>
    /// <param name="acting">The acting session.</param>
    /// <returns>The change; null if the account is disabled, has changed a credential meanwhile, or has too many logins.</returns>
    public static AccountChange? Link(AccountFacts facts, string? stampOfRequest, ExternalLogin login, SessionId acting) =>
        MayLink(facts, login) && (stampOfRequest is null || facts.SecurityStamp == stampOfRequest)
            ? new(new AccountEffect.AddExternalLogin(login))
            {
                Event = SecurityEventKind.ExternalLinked,
                Detail = login.Issuer,
                Acting = acting,
                Notice = new(MailKind.FactorsChanged, FactorChange.ProviderLinked),
            }
            : null;

    /// <summary>Links an account at a provider to the verified account of its address, where the operator wants it so.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The proved address.</param>
    /// <param name="login">The login.</param>
    /// <returns>The change; null if the account is disabled, has another address, is not verified or has too many logins.</returns>
    public static AccountChange? LinkAutomatically(AccountFacts facts, string address, ExternalLogin login) =>
        MayLink(facts, login) && AddressTransitions.IsOf(facts, address) && facts.EmailVerified
            ? new(new AccountEffect.AddExternalLogin(login))
            {
                Event = SecurityEventKind.ExternalLinked,
                Detail = login.Issuer,
                Notice = new(MailKind.FactorsChanged, FactorChange.ProviderLinked),
            }
            : null;

    /// <summary>Verifies and links an account whose address was never verified. The person has proved the address and the account.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The address that the provider or a mailed code proved.</param>
    /// <param name="checkedStamp">The security stamp that the account had when its password was checked; null if a session is the proof.</param>
    /// <param name="login">The login.</param>
    /// <param name="acting">The acting session; null if the password is the proof.</param>
    /// <returns>The change; null if the account is disabled, has another address, or a credential has changed since the check.</returns>
    public static AccountChange? VerifyAndLink(AccountFacts facts, string address, string? checkedStamp, ExternalLogin login, SessionId? acting) =>
        MayLink(facts, login) && AddressTransitions.IsOf(facts, address) && (checkedStamp is null || checkedStamp == facts.SecurityStamp)
            ? new(new AccountEffect.VerifyEmail(), new AccountEffect.AddExternalLogin(login))
            {
                Event = SecurityEventKind.ExternalLinked,
                Detail = login.Issuer,
                Acting = acting,
                Notice = new(MailKind.FactorsChanged, FactorChange.ProviderLinked),
            }
            : null;

    /// <summary>
    /// Gives an account whose address was never verified to the person who proved the address at a provider. No earlier way in remains:
    /// see <see cref="AddressTransitions.TakeOver"/>.
    /// </summary>
    /// <param name="facts">The account.</param>
    /// <param name="address">The proved address.</param>
    /// <param name="login">The login, which is the only way in afterwards.</param>
    /// <returns>The change; null if the account is disabled, has moved to another address, or its address is verified.</returns>
    public static AccountChange? TakeOver(AccountFacts facts, string address, ExternalLogin login) =>
        AddressTransitions.IsUnclaimed(facts, address)
            ? new(
                [
                    new AccountEffect.SetPassword(null),
                    new AccountEffect.VerifyEmail(),
                    .. FactorTransitions.RemoveAll(facts),
                    .. RemoveAll(facts),
                    new AccountEffect.AddExternalLogin(login),
                ])
            {
                IsTakeOver = true,
                Ends = new(EndReason.PasswordChanged, Except: null),
                Event = SecurityEventKind.TakenOver,
                Detail = login.Issuer,
                Notice = new(MailKind.TakenOver),
            }
            : null;

    /// <summary>Removes logins. The sessions that began with them end.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="logins">The logins, which the account has.</param>
    /// <param name="waysIn">The ways to sign in.</param>
    /// <param name="acting">The acting session.</param>
    /// <returns>The change; null if the account is disabled, there is no login, or no other way to sign in is left.</returns>
    public static AccountChange? Unlink(AccountFacts facts, IReadOnlyList<ExternalLogin> logins, WaysIn waysIn, SessionId acting) =>
        facts.IsEnabled && !AreLastWayIn(facts, logins, waysIn) && Remove(logins) is { } change ? change with { Acting = acting } : null;

    /// <summary>Removes logins for an operator.</summary>
    /// <returns>The change; null if there is no login.</returns>
    public static AccountChange? UnlinkByOperator(IReadOnlyList<ExternalLogin> logins) =>
        Remove(logins) is { } change ? change with { IsByOperator = true } : null;

    /// <summary>True if some logins are the user's only way to sign in.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="logins">The logins, which the account has.</param>
    /// <param name="waysIn">The ways to sign in.</param>
    public static bool AreLastWayIn(AccountFacts facts, IReadOnlyList<ExternalLogin> logins, WaysIn waysIn) =>
        logins.Count > 0 && !waysIn.LeadTo(facts with { ExternalLogins = [.. facts.ExternalLogins.Except(logins)] });

    /// <summary>Removes all logins, as a take-over does.</summary>
    public static IEnumerable<AccountEffect> RemoveAll(AccountFacts facts) =>
        facts.ExternalLogins.Select(static login => new AccountEffect.RemoveExternalLogin(login));

    private static bool MayLink(AccountFacts facts, ExternalLogin login) =>
        facts.IsEnabled
        && facts.ExternalLogins.Count < MostLogins
        && !facts.ExternalLogins.Any(known => known.Is(login.Issuer, login.Subject));

    private static AccountChange? Remove(IReadOnlyList<ExternalLogin> logins) => logins.Count == 0
        ? null
        : new([.. logins.Select(static login => new AccountEffect.RemoveExternalLogin(login))])
        {
            EndsOfLogins = logins,
            Event = SecurityEventKind.ExternalUnlinked,
            Detail = logins[0].Issuer,
            Notice = new(MailKind.FactorsChanged, FactorChange.ProviderUnlinked),
        };
}
