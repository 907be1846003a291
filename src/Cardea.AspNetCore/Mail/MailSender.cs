using Cardea.AspNetCore.Attempts;
using Cardea.Mail;
using Cardea.Tokens;
using Cardea.Validation.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.AspNetCore.Mail;

/// <summary>Sends the mails of the outbox. A mail that fails is due again later, and so is a mail that another node left behind.</summary>
internal sealed partial class MailSender : RepeatingService
{
    private const int Batch = 10;

    // For mails that other nodes have posted, and mails that are due again.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IOutbox _outbox;
    private readonly Postbox _postbox;
    private readonly IMailTransport _transport;
    private readonly IServiceScopeFactory _scopes;
    private readonly Quotas _quotas;
    private readonly MailWitness _witness;

    public MailSender(
        IOutbox outbox,
        Postbox postbox,
        IMailTransport transport,
        IServiceScopeFactory scopes,
        Quotas quotas,
        MailWitness witness,
        TimeProvider clock,
        ILogger<MailSender> logger)
        : base(clock, logger)
    {
        (_outbox, _postbox, _transport, _scopes, _quotas, _witness) = (outbox, postbox, transport, scopes, quotas, witness);
        postbox.Watch(Wake);
    }

    protected override TimeSpan Pause() => Interval;

    protected override async Task StepAsync(CancellationToken stoppingToken)
    {
        while (await _outbox.ClaimAsync(Batch, stoppingToken) is { Count: > 0 } mails)
        {
            await Task.WhenAll(mails.Select(mail => SendAsync(mail, stoppingToken)));
        }
    }

    protected override void Report(Exception failure, TimeSpan pause)
    {
        if (failure is StoreUnavailableException)
        {
            LogNotRead(Logger, failure);
        }
        else
        {
            base.Report(failure, pause);
        }
    }

    private async Task SendAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        try
        {
            _witness.Saw(await DeliverAsync(mail, cancellationToken));

            await _outbox.RemoveAsync(mail.Id, cancellationToken);
        }
        catch (MailRefusedException exception)
        {
            LogRefused(Logger, exception, mail.Id, mail.Recipient?.Value);
            _witness.Saw("refused");
            await _outbox.RemoveAsync(mail.Id, cancellationToken);
        }
        catch (Exception exception) when (exception is not (StoreUnavailableException or OperationCanceledException) || !cancellationToken.IsCancellationRequested)
        {
            // Any failure: the mail is still in the outbox.
            LogNotSent(Logger, exception, mail.Id);
            _witness.Saw("failed");
        }
    }

    private async Task<string> DeliverAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        if (_postbox.Open(mail) is not { } message)
        {
            LogUnreadable(Logger, mail.Id);
            return "unreadable";
        }

        if (message.To is { Length: > 0 } to)
        {
            await SendAsync(message, to, cancellationToken);
            return "sent";
        }

        return await FindAddressAsync(mail.Recipient, cancellationToken) is { Length: > 0 } address
            ? await SendLateAsync(message, address, cancellationToken)
            : "gone";
    }

    // Such a mail was written where the address was not known, so it is counted here.
    private async Task<string> SendLateAsync(MailMessage message, string address, CancellationToken cancellationToken)
    {
        if (await _quotas.ReserveLateNoticeAsync(address, cancellationToken) is not { } reserved)
        {
            return MailWitness.Limited;
        }

        try
        {
            await SendAsync(message, address, cancellationToken);
            return "sent";
        }
        catch
        {
            // Any failure: the mail is tried again, and must not be counted twice.
            await _quotas.GiveBackAsync(reserved);
            throw;
        }
    }

    private Task SendAsync(MailMessage message, string address, CancellationToken cancellationToken) =>
        _transport.SendAsync(new() { To = address, Subject = message.Subject, Text = message.Text, Html = message.Html }, cancellationToken);

    // The address may have changed since the mail was written. Disabled users get the mail as well.
    private async Task<string?> FindAddressAsync(UserId? recipient, CancellationToken cancellationToken)
    {
        if (recipient is not { } user)
        {
            return null;
        }

        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IRecipients>().FindAddressAsync(user, cancellationToken);
    }

    [LoggerMessage(EventId = 802, Level = LogLevel.Warning, Message = "Mail {Mail} was not sent, and is tried again")]
    private static partial void LogNotSent(ILogger logger, Exception exception, Guid mail);

    [LoggerMessage(EventId = 803, Level = LogLevel.Error, Message = "Mail {Mail} to user {User} was refused for good")]
    private static partial void LogRefused(ILogger logger, Exception exception, Guid mail, string? user);

    [LoggerMessage(EventId = 804, Level = LogLevel.Error, Message = "Mail {Mail} was written under another master key, and is dropped")]
    private static partial void LogUnreadable(ILogger logger, Guid mail);

    [LoggerMessage(EventId = 805, Level = LogLevel.Warning, Message = "The outbox can't be read: the store can't be asked")]
    private static partial void LogNotRead(ILogger logger, Exception exception);
}
