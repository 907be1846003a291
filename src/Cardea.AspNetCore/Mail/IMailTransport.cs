using Cardea.Mail;

namespace Cardea.AspNetCore.Mail;

/// <summary>Takes mail to where it is delivered from. Register another one before <c>AddCardea</c> to send it by other means.</summary>
public interface IMailTransport
{
    /// <summary>Hands a message over. When it throws, the message is tried again later.</summary>
    /// <exception cref="MailRefusedException">It will never be taken: it is not tried again.</exception>
    Task SendAsync(MailMessage message, CancellationToken cancellationToken);
}
