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

    /// <summary>Creates a change of factors by their user. The acting session goes on, the other sessions end, and the user gets a mail.</summary>
    public static AccountChange By(SessionId acting, SecurityEventKind happened, FactorChange told, params IReadOnlyList<AccountEffect> effects) => new(effects)
    {
        Ends = new(EndReason.FactorsChanged, acting),
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
