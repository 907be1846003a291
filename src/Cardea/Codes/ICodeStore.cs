using Cardea.Mail;

namespace Cardea.Codes;

/// <summary>Keeps one-time codes. A new code of a user voids their older one of the same purpose.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store can't say; then nothing has changed.</remarks>
internal interface ICodeStore
{
    /// <summary>Stores a code and the mail that brings it, in one step.</summary>
    Task IssueAsync(StoredCode code, OutboxMail? mail, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a code for whoever has the address it is mailed to, and the mail. Where nobody has it, or their account is
    /// disabled, there is no mail, and what is stored is good for nobody: both cost the same work.
    /// </summary>
    Task IssueByAddressAsync(StoredCode code, OutboxMail mail, CancellationToken cancellationToken);

    /// <summary>The code of that hash and purpose, if it is still good. It stays so.</summary>
    Task<StoredCode?> FindAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken);

    /// <summary>Uses a code up: of many who present it at once, one gets it.</summary>
    /// <returns>The code; <see langword="null"/> when it is not good, or not any more.</returns>
    Task<StoredCode?> ConsumeAsync(CodeHash hash, CodePurpose purpose, CancellationToken cancellationToken);
}
