using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Codes;

/// <summary>
/// Stores one-time codes. A user has up to <see cref="CodeLimits.SideBySide"/> codes of one purpose, each valid to its own end, and as many
/// again that known devices asked for. See
/// <see cref="CodeLimits.IsMailed"/> for what happens to the others.
/// </summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface ICodeStore
{
    /// <summary>
    /// Stores a code and the mail that contains the code, in one step. If the account is disabled or removed, or has as many mailed codes as it may
    /// have, no mail is stored and the code is valid for no user. The step holds the account, so a change of the account at the same time
    /// either voids the code or comes before it.
    /// </summary>
    Task IssueAsync(StoredCode code, OutboxMail? mail, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a code for the user who has the address of the mail, and stores the mail. If no user has the address, or the account is
    /// disabled or has as many codes as it may have, no mail is stored and the code is valid for no user. All cases cost the same work.
    /// </summary>
    Task IssueByAddressAsync(StoredCode code, OutboxMail mail, CancellationToken cancellationToken);

    /// <summary>Finds a valid code by its hash and purpose. The code stays valid.</summary>
    Task<StoredCode?> FindAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken);

    /// <summary>Finds the newest valid code of a user that a session asked for. The code stays valid.</summary>
    Task<StoredCode?> FindNewestAsync(UserId owner, CodePurpose purpose, SessionId session, CancellationToken cancellationToken);

    /// <summary>Reserves one of the <see cref="CodeLimits.Passwords"/> passwords that can be tried with a code. The code stays valid.</summary>
    /// <returns>True if the password may be tried; false if the tries are used up, or the code is not valid.</returns>
    Task<bool> TryAsync(StoredCode code, CancellationToken cancellationToken);

    /// <summary>
    /// Reserves one try at a code that is typed for an address: <see cref="CodeLimits.TypedInAnHour"/> and
    /// <see cref="CodeLimits.TypedInARow"/>. The count is of the address, so a new code or session brings no new tries.
    /// </summary>
    /// <returns>The time of the next try; <see langword="null"/> if this one may be made.</returns>
    Task<DateTimeOffset?> RefuseTypedAsync(string address, CancellationToken cancellationToken);

    /// <summary>Forgets the tries at an address, because a right code was typed.</summary>
    Task ForgetTypedAsync(string address, CancellationToken cancellationToken);

    /// <summary>
    /// Uses up a mailed code, and notes its address with a code of <see cref="CodePurpose.Enrolment"/> of the same user. Of many calls at once with
    /// one mailed code, one succeeds.
    /// </summary>
    /// <param name="enrolment">The code that goes on.</param>
    /// <param name="mailed">The hash of the code of <see cref="CodePurpose.EnrolmentMail"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if both codes were valid, and of one user. Otherwise nothing has changed.</returns>
    Task<bool> ConfirmEnrolmentAsync(StoredCode enrolment, CodeHash mailed, CancellationToken cancellationToken);

    /// <summary>Uses up a code, and voids the other codes of its user and purpose if they are mailed. Of many calls at once, one gets a code.</summary>
    /// <returns>The code; <see langword="null"/> if the code is not valid or no longer valid.</returns>
    Task<StoredCode?> ConsumeAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken);
}
