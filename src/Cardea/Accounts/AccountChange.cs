using Cardea.Audit;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Mail;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Accounts;

/// <summary>A change to a user, with all that goes with it: stored in one step, or not at all.</summary>
/// <param name="User">The user as they shall be, with a new concurrency stamp.</param>
/// <param name="ConcurrencyStamp">The stamp they were read with.</param>
public sealed record AccountChange(CardeaUser User, string ConcurrencyStamp)
{
    /// <summary>A code of theirs that is used up by it; when it is not good any more, nothing changes.</summary>
    public StoredCode? Code { get; init; }

    /// <summary>Their passkeys as they shall be; <see langword="null"/> leaves them.</summary>
    public IReadOnlyList<Passkey>? Passkeys { get; init; }

    /// <summary>Which of their sessions it ends.</summary>
    public SessionEnding? Ends { get; init; }

    /// <summary>
    /// The session in which its user has just proved who they are: it must be live, and goes on. If its refresh token came with
    /// the request and is refused, nothing changes.
    /// </summary>
    public SessionProof? Proof { get; init; }

    /// <summary>Writes what is stored of the refresh token's rotation. Must be set with <see cref="Proof"/>.</summary>
    public RotationReporter? Report { get; init; }

    /// <summary>What is to be told of it in the audit.</summary>
    public SecurityEvent? Event { get; init; }

    /// <summary>The mail that tells them.</summary>
    public OutboxMail? Mail { get; init; }
}
