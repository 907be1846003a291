using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>The parts that all changes of second factors share.</summary>
internal static class FactorTransitions
{
    /// <summary>Removes all factors and the recovery codes.</summary>
    public static IReadOnlyList<AccountEffect> RemoveAll(AccountFacts facts) =>
    [
        new AccountEffect.RemoveAuthenticator(),
        .. facts.Passkeys.Select(static passkey => new AccountEffect.RemovePasskey(passkey)),
        new AccountEffect.SetRecoveryCodes([]),
    ];

    /// <summary>True if a user must have a second factor.</summary>
    /// <param name="required">The setting.</param>
    /// <param name="roles">The roles of the user.</param>
    public static bool AreRequired(SecondFactorRequirement required, IReadOnlyList<string> roles) => required switch
    {
        SecondFactorRequirement.All => true,
        SecondFactorRequirement.Administrators => roles.Contains(Role.Administrator),
        _ => false,
    };

    /// <summary>True if a user who signs in may still add the first factor, before the session begins.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="checkedStamp">The security stamp that the account had when the sign-in began.</param>
    public static bool MayEnrol(AccountFacts facts, string? checkedStamp) =>
        facts is { IsEnabled: true, HasSecondFactor: false } && facts.SecurityStamp == checkedStamp;

    /// <summary>True if the user must keep the factor that is left.</summary>
    public static bool MustKeepLast(AccountFacts facts, SecondFactorRequirement required) =>
        AreRequired(required, facts.Roles) && facts.Passkeys.Count + (facts.HasAuthenticator ? 1 : 0) == 1;

    /// <summary>Creates a change of factors by their user, who gets a mail.</summary>
    /// <param name="acting">The acting session, which goes on; null if the user adds the first factor while they sign in.</param>
    /// <param name="endsOthers">True to end the other sessions.</param>
    /// <param name="happened">The event.</param>
    /// <param name="told">The change that the mail reports.</param>
    /// <param name="effects">The effects.</param>
    public static AccountChange By(
        SessionId? acting, bool endsOthers, SecurityEventKind happened, FactorChange told, params IReadOnlyList<AccountEffect> effects) => new(effects)
        {
            Ends = endsOthers ? new(EndReason.FactorsChanged, acting) : null,
            Event = happened,
            Acting = acting,
            Notice = new(MailKind.FactorsChanged, told),
        };

    /// <summary>Returns the effect that gives the first recovery codes to a user who has none.</summary>
    public static IReadOnlyList<AccountEffect> AddRecoveryCodes(AccountFacts facts, IReadOnlyList<string> hashes) =>
        facts.RecoveryCodes.Count == 0 ? [new AccountEffect.SetRecoveryCodes(hashes)] : [];

    /// <summary>Returns the effect that removes the recovery codes together with the last factor.</summary>
    public static IReadOnlyList<AccountEffect> RemoveRecoveryCodes(bool isLastFactor) => isLastFactor ? [new AccountEffect.SetRecoveryCodes([])] : [];
}
