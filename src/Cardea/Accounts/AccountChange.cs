using Cardea.Audit;
using Cardea.Codes;
using Cardea.Factors;
using Cardea.Mail;
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

    /// <summary>What is to be told of it in the audit.</summary>
    public SecurityEvent? Event { get; init; }

    /// <summary>The mail that tells them.</summary>
    public OutboxMail? Mail { get; init; }
}
