using Cardea.Audit;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>What may happen to the authenticator app of an account.</summary>
internal static class AuthenticatorTransitions
{
    /// <summary>Stores a key to set up an app with. The new key replaces the key of an earlier attempt.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="key">The key, sealed.</param>
    /// <param name="acting">The acting session; null if the user is signing in.</param>
    /// <returns>The change; null if the account is disabled or has an app.</returns>
    public static AccountChange? Offer(AccountFacts facts, ReadOnlyMemory<byte> key, SessionId? acting) =>
        facts.IsEnabled && !facts.HasAuthenticator ? new(new AccountEffect.OfferAuthenticator(key)) { Acting = acting } : null;

    /// <summary>Makes the app a factor. A user without recovery codes gets new ones.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="step">The time step of the code that the app showed; null for a wrong code.</param>
    /// <param name="recoveryCodes">The hashes of new recovery codes.</param>
    /// <param name="acting">The acting session; null if the user is signing in.</param>
    /// <param name="endsOthers">True to end the other sessions.</param>
    /// <returns>The change; null if the code is wrong, or the account is disabled or has an app.</returns>
    public static AccountChange? Add(AccountFacts facts, long? step, IReadOnlyList<string> recoveryCodes, SessionId? acting, bool endsOthers) =>
        facts.IsEnabled && !facts.HasAuthenticator && step is { } first
            ? FactorTransitions.By(
                acting, endsOthers, SecurityEventKind.AuthenticatorAdded, FactorChange.AuthenticatorAdded,
                [new AccountEffect.AddAuthenticator(first), .. FactorTransitions.AddRecoveryCodes(facts, recoveryCodes)])
            : null;

    /// <summary>Uses up a code. Of two requests with the same code, only the first succeeds.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="step">The time step of the code; null for a wrong code.</param>
    /// <returns>The change; null if the code is wrong or used, or the account is disabled.</returns>
    public static AccountChange? Use(AccountFacts facts, long? step) =>
        facts.IsEnabled && facts.AuthenticatorStep is { } last && step > last ? new(new AccountEffect.UseAuthenticator(step.Value)) : null;

    /// <summary>Removes the app. The other sessions end.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="required">The users who must have a factor.</param>
    /// <param name="acting">The acting session.</param>
    /// <returns>The change; null if the account is disabled, has no app, or must keep it.</returns>
    public static AccountChange? Remove(AccountFacts facts, SecondFactorRequirement required, SessionId acting) =>
        facts is { IsEnabled: true, HasAuthenticator: true } && !FactorTransitions.MustKeepLast(facts, required)
            ? FactorTransitions.By(
                acting, endsOthers: true, SecurityEventKind.AuthenticatorRemoved, FactorChange.AuthenticatorRemoved,
                [new AccountEffect.RemoveAuthenticator(), .. FactorTransitions.RemoveRecoveryCodes(facts.Passkeys.Count == 0)])
            : null;
}
