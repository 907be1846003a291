using Cardea.Codes;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.AspNetCore.Accounts;

/// <summary>What must hold in the transaction of a change: otherwise nothing changes.</summary>
internal sealed record ChangeTerms
{
    /// <summary>A code that the change uses up.</summary>
    public StoredCode? Code { get; init; }

    /// <summary>The session in which the user has just proved who they are.</summary>
    public SessionProof? Proof { get; init; }

    /// <summary>True if the change may take the last enabled administrator away.</summary>
    public bool MayTakeLastAdministrator { get; init; }

    /// <summary>Writes the report of the session's rotation. Must be set together with <see cref="Proof"/>.</summary>
    public RotationReporter? Report { get; init; }
}
