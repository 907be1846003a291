namespace Cardea.Mail;

/// <summary>A mail to one user.</summary>
/// <remarks>A class, because a record would print the text, which may contain a code.</remarks>
public sealed class MailMessage
{
    /// <summary>
    /// The address of the recipient, normalised; <see langword="null"/> for the address that the recipient has when the mail is
    /// sent.
    /// </summary>
    public required string? To { get; init; }

    /// <summary>The subject: one line.</summary>
    public required string Subject { get; init; }

    /// <summary>The body as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same body as HTML.</summary>
    public required string Html { get; init; }
}
