using Cardea.Mail;

namespace Cardea.AspNetCore.Mail;

/// <summary>Hands mail over for delivery. Register another transport before <c>AddCardea</c> to send mail by other means.</summary>
public interface IMailTransport
{
    /// <summary>Hands a message over. When it throws, the message is tried again later.</summary>
    /// <exception cref="MailRefusedException">The mail will never be accepted, so it is not sent again.</exception>
    Task SendAsync(MailMessage message, CancellationToken cancellationToken);
}
