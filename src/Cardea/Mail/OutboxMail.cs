using Cardea.Tokens;

namespace Cardea.Mail;

/// <summary>A mail that waits to be sent.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Recipient">Whose it is, so that it goes with their account.</param>
/// <param name="Sealed">The message, encrypted: it holds an address, and may hold a code.</param>
/// <param name="ExpiresAt">When sending it has no use any more.</param>
internal sealed record OutboxMail(Guid Id, UserId? Recipient, ReadOnlyMemory<byte> Sealed, DateTimeOffset ExpiresAt);
