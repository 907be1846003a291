using Cardea.Audit;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>
/// What an operator may do to an account, and how its owner closes it. Every change gives a new security stamp, so a sign-in that is
/// under way creates no session.
/// </summary>
internal static class LifecycleTransitions
{
    /// <summary>Completes an account that an operator created.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="isVerified">True if the operator knows that the address is the user's.</param>
    /// <param name="roles">The roles.</param>
    public static AccountChange Complete(AccountFacts facts, bool isVerified, IReadOnlyCollection<string> roles) =>
        new([.. isVerified ? [new AccountEffect.VerifyEmail()] : Array.Empty<AccountEffect>(), new AccountEffect.SetRoles([.. facts.Roles.Union(roles)])])
        {
            IsByOperator = true,
            Event = SecurityEventKind.Added,
            Detail = RoleTransitions.Describe(roles, []),
        };

    /// <summary>
    /// Disables the account and ends its sessions. An account that is disabled already keeps its date. A thief may have moved the account or
    /// asked for its deletion, so the undo of a changed address stays valid for later, and a deletion that waits is cancelled.
    /// </summary>
    public static AccountChange Lock(AccountFacts facts, DateTimeOffset now) =>
        new(new AccountEffect.Disable(facts.DisabledAt ?? now)) { IsByOperator = true, Event = SecurityEventKind.Locked };

    /// <summary>
    /// Closes the account for its owner, who asked to delete it, and ends its sessions. The deletion waits while an earlier address can undo
    /// a change of address, because a thief with a session could ask for the deletion too.
    /// </summary>
    /// <param name="facts">The account.</param>
    /// <param name="now">The time.</param>
    /// <param name="acting">The acting session.</param>
    /// <returns>The change; null if the account is disabled.</returns>
    public static AccountChange? AskDeletion(AccountFacts facts, DateTimeOffset now, SessionId acting) =>
        facts.IsEnabled
            ? new(new AccountEffect.AskDeletion(now)) { Event = SecurityEventKind.DeletionAsked, Acting = acting, Notice = new(MailKind.DeletionAsked) }
            : null;

    /// <summary>Enables the account. Its sessions stay ended.</summary>
    public static AccountChange Unlock() => new(new AccountEffect.Enable()) { IsByOperator = true, Event = SecurityEventKind.Unlocked };

    /// <summary>Removes all second factors of a user who has lost them, and ends the sessions.</summary>
    public static AccountChange RemoveFactors(AccountFacts facts) => new(FactorTransitions.RemoveAll(facts))
    {
        IsByOperator = true,
        Ends = new(EndReason.FactorsChanged, Except: null),
        Event = SecurityEventKind.FactorsRemoved,
        Notice = new(MailKind.FactorsChanged, FactorChange.AllRemoved),
    };
}
