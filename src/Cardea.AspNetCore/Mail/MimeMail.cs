using System.Security.Cryptography;
using System.Text;
using Cardea.Accounts;
using Cardea.Mail;
using MimeKit;

namespace Cardea.AspNetCore.Mail;

/// <summary>A mail in the form it travels in (RFC 5322).</summary>
internal static class MimeMail
{
    /// <summary>The longest line, so that a link stays in one piece (RFC 5322, section 2.1.1).</summary>
    public const int LongestLine = 998;

    // Only in files: with a server to send by, there must be a sender.
    private const string NobodysSender = "no-reply@localhost";

    /// <exception cref="MailRefusedException">The recipient is no e-mail address.</exception>
    public static MimeMessage Write(MailMessage mail, CardeaOptions options, TimeProvider clock)
    {
        var sender = MailboxAddress.Parse(options.Smtp.From.Length > 0 ? options.Smtp.From : NobodysSender);
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = clock.GetUtcNow(),
            MessageId = $"{RandomNumberGenerator.GetHexString(32, lowercase: true)}{MailboxAddress.EncodeAddrspec(sender.Address)[sender.LocalPart.Length..]}",
            Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody(),
        };
        message.From.Add(sender);
        message.To.Add(ReadRecipient(mail.To ?? throw new ArgumentException("The mail has no address.", nameof(mail))));

        // RFC 3834: no holiday notice answers it.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    /// <summary>
    /// The encoding: ASCII, or UTF-8 if an address needs it (RFC 6532). A domain never needs it: it has a form
    /// in ASCII that every server knows. The part before the @ has none.
    /// </summary>
    public static FormatOptions Format(MimeMessage message)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = message.From.Concat(message.To).OfType<MailboxAddress>().Any(static mailbox => !Ascii.IsValid(mailbox.LocalPart));
        return format;
    }

    // Read by our own rules: MimeKit takes an address with more behind it.
    private static MailboxAddress ReadRecipient(string address) => EmailAddress.Normalize(address) is null
        ? throw new MailRefusedException("What the message goes to is no address.")
        : new("", address.Trim());
}
