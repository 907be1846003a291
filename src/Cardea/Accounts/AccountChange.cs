using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Mail;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.Accounts;

/// <summary>All that a transition does: to the account, its codes and its sessions, and what the audit and the owner are told. It is stored as a whole or not at all.</summary>
/// <param name="Effects">What it does to the account.</param>
internal sealed record AccountChange(params IReadOnlyList<AccountEffect> Effects)
{
    /// <summary>The sessions that the change ends.</summary>
    public SessionEnding? Ends { get; init; }

    /// <summary>The logins whose sessions the change ends.</summary>
    public IReadOnlyList<ExternalLogin> EndsOfLogins { get; init; } = [];

    /// <summary>The event that the audit gets; null for none.</summary>
    public SecurityEventKind? Event { get; init; }

    /// <summary>The acting session. The store makes the change only while the session is live, and the event names it.</summary>
    public SessionId? Acting { get; init; }

    /// <summary>What the event says beside its kind.</summary>
    public string? Detail { get; init; }

    /// <summary>The mail that tells the owner; null for none.</summary>
    public Notice? Notice { get; init; }

    /// <summary>True if an operator makes the change. The event then names the operator, and neither event nor mail says from where.</summary>
    public bool IsByOperator { get; init; }

    /// <summary>True if the account gets another owner.</summary>
    public bool IsTakeOver { get; init; }

    /// <summary>True if the old address can undo the change: see <see cref="AddressUndo"/>.</summary>
    public bool IsUndoable { get; init; }

    /// <summary>True if the change undoes a change of address. It then voids all codes.</summary>
    public bool IsUndo { get; init; }

    /// <summary>True if the account gets a new security stamp.</summary>
    public bool ChangesCredential => Effects.Any(static effect => effect.IsOfCredential);

    /// <summary>True if no device of the account is trusted afterwards: the password, a factor or the address changes.</summary>
    public bool EndsTrust => Effects.Any(static effect => effect.IsOfCredential && effect is not (AccountEffect.SetRoles or AccountEffect.Enable));

    /// <summary>The purposes whose codes the change voids: see <see cref="CodeRules"/>.</summary>
    public IReadOnlyList<CodePurpose> Voids => CodeRules.VoidedBy(this);
}
