using System.Globalization;
using Cardea.Audit;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>What may happen to the recovery codes of an account.</summary>
internal static class RecoveryCodeTransitions
{
    /// <summary>Replaces the codes.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="hashes">The hashes of the new codes.</param>
    /// <param name="acting">The acting session.</param>
    /// <param name="endsOthers">True to end the other sessions.</param>
    /// <returns>The change; null if the account is disabled or has no second factor.</returns>
    public static AccountChange? Replace(AccountFacts facts, IReadOnlyList<string> hashes, SessionId acting, bool endsOthers) =>
        facts is { IsEnabled: true, HasSecondFactor: true }
            ? FactorTransitions.By(
                acting, endsOthers, SecurityEventKind.RecoveryCodesMade, FactorChange.RecoveryCodesReplaced, new AccountEffect.SetRecoveryCodes(hashes))
            : null;

    /// <summary>Uses up a code. Of two requests with the same code, only the first succeeds.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="hash">The hash of the text that the user typed.</param>
    /// <returns>The change; null if there is no such code, or the account is disabled or has no second factor.</returns>
    public static AccountChange? Use(AccountFacts facts, string hash) =>
        facts is { IsEnabled: true, HasSecondFactor: true } && facts.RecoveryCodes.Contains(hash)
            ? new(new AccountEffect.UseRecoveryCode(hash))
            {
                Event = SecurityEventKind.RecoveryCodeUsed,
                Notice = new(MailKind.FactorsChanged, FactorChange.RecoveryCodeUsed),
                Detail = string.Create(CultureInfo.InvariantCulture, $"{facts.RecoveryCodes.Count - 1} left"),
            }
            : null;
}
