using System.Data.Common;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.External;
using Cardea.Mail;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Accounts;

/// <summary>
/// A change in the form that a store of Cardea's own users takes. The store writes the change in one transaction, or writes
/// nothing.
/// </summary>
/// <param name="Before">The user as read.</param>
/// <param name="After">The user after the change, with a new concurrency stamp.</param>
internal sealed record AccountWrite(CardeaUser Before, CardeaUser After)
{
    /// <summary>A code of the user that the change uses up. If the code is no longer valid, nothing changes.</summary>
    public StoredCode? Code { get; init; }

    /// <summary>The purposes whose codes the change voids.</summary>
    public IReadOnlyList<CodePurpose> Voids { get; init; } = [];

    /// <summary>The wrong guesses that the change forgets; null for none.</summary>
    public GuessReset? Resets { get; init; }

    /// <summary>
    /// The purposes whose codes are void afterwards. A mailed code that is used up voids the others of its purpose. A sign-in that is
    /// finished voids no other: each device has its own.
    /// </summary>
    public IReadOnlyList<CodePurpose> Voided =>
        Code is { Purpose: not (CodePurpose.UndoEmail or CodePurpose.SecondFactor) } code ? [.. Voids, code.Purpose] : Voids;

    /// <summary>The code with which the old address undoes the change; null for none. It reserves the old address.</summary>
    public StoredCode? Undo { get; init; }

    /// <summary>
    /// The undo codes that end at this time or later are void; null to keep all. An undo of a change undoes the changes after it. The
    /// owner of an even older address can still undo.
    /// </summary>
    public DateTimeOffset? VoidsUndosFrom => Code is { Purpose: CodePurpose.UndoEmail } code ? code.ExpiresAt : null;

    /// <summary>True if the account moves to another address.</summary>
    public bool Moves => Before.Email != After.Email;

    /// <summary>Runs in the transaction, after all else was written; null for nothing. If it throws, nothing changes.</summary>
    public Func<DbConnection, DbTransaction?, CancellationToken, Task>? Within { get; init; }

    /// <summary>True if no device of the user is trusted afterwards.</summary>
    public bool EndsTrust { get; init; }

    /// <summary>The sessions that the change ends.</summary>
    public SessionEnding? Ends { get; init; }

    /// <summary>The logins whose sessions the change ends.</summary>
    public IReadOnlyList<ExternalLogin> EndsOfLogins { get; init; } = [];

    /// <summary>
    /// The session in which the user has just proved their identity. The session must be live, and goes on. If its refresh token came with
    /// the request and is refused, nothing changes.
    /// </summary>
    public SessionProof? Proof { get; init; }

    /// <summary>The session through which the change is made; null if the change needs none. A change with a <see cref="Proof"/> needs none.</summary>
    public Actor? Actor { get; init; }

    /// <summary>Writes the report of the refresh token's rotation. Must be set together with <see cref="Proof"/>.</summary>
    public RotationReporter? Report { get; init; }

    /// <summary>The event for the audit.</summary>
    public SecurityEvent? Event { get; init; }

    /// <summary>The mail to the user.</summary>
    public OutboxMail? Mail { get; init; }

    /// <summary>True if the change may take the last enabled administrator away. Otherwise such a change is refused.</summary>
    public bool MayTakeLastAdministrator { get; init; }

    /// <summary>True if the store must check that another enabled administrator is left.</summary>
    public bool NeedsAnotherAdministrator => Before.IsAdministrator && !After.IsAdministrator && !MayTakeLastAdministrator;

    /// <summary>True if the store has to write the passkeys.</summary>
    public bool WritesPasskeys => !ReferenceEquals(Before.Passkeys, After.Passkeys);

    /// <summary>True if the store has to write the logins at providers.</summary>
    public bool WritesExternalLogins => !ReferenceEquals(Before.ExternalLogins, After.ExternalLogins);
}
