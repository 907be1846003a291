using System.Collections.Concurrent;
using System.Threading.Channels;
using Cardea.AspNetCore.Mail;
using Cardea.Mail;

namespace Cardea.Testing;

/// <summary>Keeps the mails that Cardea sends in a test.</summary>
public sealed class SentMails : IMailTransport
{
    private readonly ConcurrentDictionary<string, Channel<MailMessage>> _mails = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for the next mail to an address. Each mail is returned once, in the order in which they were sent.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<MailMessage> NextAsync(string address, CancellationToken cancellationToken = default) => To(address).Reader.ReadAsync(cancellationToken).AsTask();

    /// <inheritdoc/>
    public Task SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return To(message.To ?? "").Writer.WriteAsync(message, cancellationToken).AsTask();
    }

    private Channel<MailMessage> To(string address) => _mails.GetOrAdd(address, static _ => Channel.CreateUnbounded<MailMessage>());
}
