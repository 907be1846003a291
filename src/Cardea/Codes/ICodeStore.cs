using Cardea.Mail;

namespace Cardea.Codes;

/// <summary>Stores one-time codes. A new code voids the user's older code of the same purpose.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> if the store does not answer. Nothing has changed then.</remarks>
internal interface ICodeStore
{
    /// <summary>Stores a code and the mail that contains the code, in one step.</summary>
    Task IssueAsync(StoredCode code, OutboxMail? mail, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a code for the user who has the address of the mail, and stores the mail. If no user has the address, or the account is
    /// disabled, no mail is stored and the code is valid for no user. Both cases cost the same work.
    /// </summary>
    Task IssueByAddressAsync(StoredCode code, OutboxMail mail, CancellationToken cancellationToken);

    /// <summary>Finds a valid code by its hash and purpose. The code stays valid.</summary>
    Task<StoredCode?> FindAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken);

    /// <summary>Uses up a code. Of many calls with the same code at once, one gets the code.</summary>
    /// <returns>The code; <see langword="null"/> if the code is not valid or no longer valid.</returns>
    Task<StoredCode?> ConsumeAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken);
}
