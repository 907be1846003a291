using Cardea.Tokens;

namespace Cardea.Mail;

/// <summary>A mail that waits to be sent.</summary>
/// <param name="Id">The id of the mail.</param>
/// <param name="Recipient">The user who gets the mail. The mail is deleted with the user's account.</param>
/// <param name="Sealed">The message, encrypted because it contains an address, and may contain a code.</param>
/// <param name="ExpiresAt">The time after which the mail is useless.</param>
internal sealed record OutboxMail(Guid Id, UserId? Recipient, ReadOnlyMemory<byte> Sealed, DateTimeOffset ExpiresAt)
{
    /// <summary>True for a mail that is sent after those that can't wait. A code is good for minutes, a notice or an invitation for days.</summary>
    public bool CanWait { get; init; }
}
