using System.Diagnostics.Metrics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Mail;

/// <summary>Sends what is in the outbox. What fails is due again later; what another node left behind too.</summary>
internal sealed partial class MailSender(
    IOutbox outbox, Postbox postbox, IMailTransport transport, IServiceScopeFactory scopes, IMeterFactory meters, ILogger<MailSender> logger) : BackgroundService
{
    private const int Batch = 10;

    // For what others have posted, and what is due again.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Counter<long> _mails = meters.Create("Cardea").CreateCounter<long>(
        "cardea.mail.sent", "{mail}", "Mails, by what became of them.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await postbox.WaitAsync(Interval, stoppingToken);
            try
            {
                while (await outbox.ClaimAsync(Batch, stoppingToken) is { Count: > 0 } mails)
                {
                    await Task.WhenAll(mails.Select(mail => SendAsync(mail, stoppingToken)));
                }
            }
            catch (StoreUnavailableException exception)
            {
                LogNotRead(logger, exception);
            }
        }
    }

    private async Task SendAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        try
        {
            Count(await DeliverAsync(mail, cancellationToken));

            await outbox.RemoveAsync(mail.Id, cancellationToken);
        }
        catch (MailRefusedException exception)
        {
            LogRefused(logger, exception, mail.Id, mail.Recipient?.Value);
            Count("refused");
            await outbox.RemoveAsync(mail.Id, cancellationToken);
        }
        catch (Exception exception) when (exception is not (StoreUnavailableException or OperationCanceledException) || !cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: the mail is still in the outbox.
            LogNotSent(logger, exception, mail.Id);
            Count("failed");
        }
    }

    private async Task<string> DeliverAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        if (postbox.Open(mail) is not { } message)
        {
            LogUnreadable(logger, mail.Id);
            return "unreadable";
        }

        if ((message.To ?? await FindAddressAsync(mail.Recipient, cancellationToken)) is not { Length: > 0 } address)
        {
            return "gone";
        }

        await transport.SendAsync(
            new() { To = address, Subject = message.Subject, Text = message.Text, Html = message.Html }, cancellationToken);
        return "sent";
    }

    // Their address as of now: it may have changed since.
    private async Task<string?> FindAddressAsync(UserId? recipient, CancellationToken cancellationToken)
    {
        if (recipient is not { } user)
        {
            return null;
        }

        await using var scope = scopes.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IAccounts>().FindAsync(user, cancellationToken))?.Email;
    }

    private void Count(string outcome) => _mails.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));

    [LoggerMessage(EventId = 802, Level = LogLevel.Warning, Message = "Mail {Mail} was not sent, and is tried again")]
    private static partial void LogNotSent(ILogger logger, Exception exception, Guid mail);

    [LoggerMessage(EventId = 803, Level = LogLevel.Error, Message = "Mail {Mail} to user {User} was refused for good")]
    private static partial void LogRefused(ILogger logger, Exception exception, Guid mail, string? user);

    [LoggerMessage(EventId = 804, Level = LogLevel.Error, Message = "Mail {Mail} was written under another master key, and is dropped")]
    private static partial void LogUnreadable(ILogger logger, Guid mail);

    [LoggerMessage(EventId = 805, Level = LogLevel.Warning, Message = "The outbox can't be read: the store can't be asked")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
