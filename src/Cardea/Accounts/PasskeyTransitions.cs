using Cardea.Audit;
using Cardea.Factors;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>What may happen to the passkeys of an account.</summary>
internal static class PasskeyTransitions
{
    /// <summary>The maximum number of passkeys of an account. Every sign-in reads all of them.</summary>
    public const int Most = 20;

    /// <summary>True if the account can have one more passkey.</summary>
    public static bool HasRoom(AccountFacts facts) => facts.Passkeys.Count < Most;

    /// <summary>Adds a passkey. A user without recovery codes gets new ones.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="passkey">The passkey.</param>
    /// <param name="recoveryCodes">The hashes of new recovery codes.</param>
    /// <param name="acting">The acting session; null if the user is signing in.</param>
    /// <param name="endsOthers">True to end the other sessions.</param>
    /// <returns>The change; null if the account is disabled or has <see cref="Most"/> passkeys.</returns>
    public static AccountChange? Add(AccountFacts facts, Passkey passkey, IReadOnlyList<string> recoveryCodes, SessionId? acting, bool endsOthers) =>
        facts.IsEnabled && HasRoom(facts)
            ? FactorTransitions.By(
                acting, endsOthers, SecurityEventKind.PasskeyAdded, FactorChange.PasskeyAdded,
                [new AccountEffect.AddPasskey(passkey), .. FactorTransitions.AddRecoveryCodes(facts, recoveryCodes)])
            : null;

    /// <summary>Names a passkey.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="credentialId">The id of the passkey.</param>
    /// <param name="name">The name; null for none.</param>
    /// <param name="acting">The acting session.</param>
    /// <returns>The change; null if the account has no such passkey.</returns>
    public static AccountChange? Rename(AccountFacts facts, ReadOnlySpan<byte> credentialId, string? name, SessionId acting) =>
        Find(facts, credentialId) is { } known ? new(new AccountEffect.UpdatePasskey(known with { Name = name })) { Acting = acting } : null;

    /// <summary>Notes that a passkey has signed. A passkey whose count did not grow is a copy (Web Authentication, section 6.1.1).</summary>
    /// <param name="facts">The account.</param>
    /// <param name="used">The passkey with the values that it reports now.</param>
    /// <returns>The change; null if the account is disabled, has no such passkey, or the passkey is a copy.</returns>
    public static AccountChange? Use(AccountFacts facts, Passkey used) =>
        facts.IsEnabled && Find(facts, used.CredentialId.Span) is { } known && (used.SignCount == 0 || used.SignCount > known.SignCount)
            ? new(new AccountEffect.UpdatePasskey(known with { SignCount = used.SignCount, IsBackedUp = used.IsBackedUp }))
            : null;

    /// <summary>True if a passkey is the user's only way to sign in.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="credentialId">The id of the passkey.</param>
    /// <param name="waysIn">The ways to sign in.</param>
    public static bool IsLastWayIn(AccountFacts facts, ReadOnlySpan<byte> credentialId, WaysIn waysIn) =>
        Find(facts, credentialId) is { } known && !waysIn.LeadTo(facts with { Passkeys = [.. facts.Passkeys.Where(passkey => passkey != known)] });

    /// <summary>Removes a passkey. The other sessions end.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="credentialId">The id of the passkey.</param>
    /// <param name="waysIn">The ways to sign in.</param>
    /// <param name="required">The users who must have a factor.</param>
    /// <param name="acting">The acting session.</param>
    /// <returns>The change; null if the account is disabled, has no such passkey, or must keep it.</returns>
    public static AccountChange? Remove(AccountFacts facts, ReadOnlySpan<byte> credentialId, WaysIn waysIn, SecondFactorRequirement required, SessionId acting) =>
        facts.IsEnabled && Find(facts, credentialId) is { } known && !IsLastWayIn(facts, credentialId, waysIn) && !FactorTransitions.MustKeepLast(facts, required)
            ? FactorTransitions.By(
                acting, endsOthers: true, SecurityEventKind.PasskeyRemoved, FactorChange.PasskeyRemoved,
                [new AccountEffect.RemovePasskey(known), .. FactorTransitions.RemoveRecoveryCodes(!facts.HasAuthenticator && facts.Passkeys.Count == 1)])
            : null;

    private static Passkey? Find(AccountFacts facts, ReadOnlySpan<byte> credentialId)
    {
        foreach (var passkey in facts.Passkeys)
        {
            if (passkey.Is(credentialId))
            {
                return passkey;
            }
        }

        return null;
    }
}
