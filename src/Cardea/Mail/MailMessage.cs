namespace Cardea.Mail;

/// <summary>A mail to one user.</summary>
/// <remarks>A class, not a record: its text may hold a code, which must not be printed.</remarks>
public sealed class MailMessage
{
    /// <summary>The address it goes to, normalised; <see langword="null"/> for the one that its recipient has when it is sent.</summary>
    public required string? To { get; init; }

    /// <summary>Its subject: one line.</summary>
    public required string Subject { get; init; }

    /// <summary>Its body as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The same as HTML.</summary>
    public required string Html { get; init; }
}
