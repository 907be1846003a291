using Cardea.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Cardea.AspNetCore.Mail;

/// <summary>Hands mail to the server of <see cref="CardeaOptions.Smtp"/>.</summary>
internal sealed class SmtpTransport(CardeaOptions options, TimeProvider clock) : IMailTransport
{
    public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        using var mail = MimeMail.Write(message, options, clock);
        using var timeout = new CancellationTokenSource(options.Smtp.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await TalkAsync(mail, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server did not take the message within {options.Smtp.Timeout}.");
        }
    }

    /// <summary>Explains a failure without the server's words, which may repeat the address.</summary>
    internal static Exception Translate(Exception failure) => failure switch
    {
        // A refused sender is a matter of settings: the message can still go once they are right.
        SmtpCommandException { ErrorCode: not SmtpErrorCode.SenderNotAccepted, StatusCode: >= (SmtpStatusCode)500 } refusal => new MailRefusedException(Answer(refusal)),
        SmtpCommandException refusal => new SmtpCommandException(refusal.ErrorCode, refusal.StatusCode, Answer(refusal)),
        ServiceNotAuthenticatedException => new ServiceNotAuthenticatedException("The mail server wants Cardea:Smtp:UserName and Cardea:Smtp:Password."),
        SmtpProtocolException => new SmtpProtocolException("The mail server broke the dialogue off."),
        _ => failure,
    };

    private static string Answer(SmtpCommandException refusal) => $"The mail server answered {(int)refusal.StatusCode} ({refusal.ErrorCode}).";

    // A connection for each message: mails are rare, and one kept open would have to be mended when the server closes it.
    private async Task TalkAsync(MimeMessage mail, CancellationToken cancellationToken)
    {
        // No look at revocation lists, as with HttpClient: from where mail servers live they often can't be fetched.
        using var client = new SmtpClient { CheckCertificateRevocation = false, Timeout = (int)options.Smtp.Timeout.TotalMilliseconds };
        await client.ConnectAsync(options.Smtp.Host, options.Smtp.Port, Protection(options.Smtp.Security), cancellationToken);
        if (options.Smtp.UserName.Length > 0)
        {
            await client.AuthenticateAsync(options.Smtp.UserName, options.Smtp.Password, cancellationToken);
        }

        var format = MimeMail.Format(mail);
        const SmtpCapabilities International = SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime;
        if (format.International && !client.Capabilities.HasFlag(International))
        {
            throw new MailRefusedException("The mail server takes no addresses beyond ASCII (SMTPUTF8).");
        }

        try
        {
            await client.SendAsync(format, mail, cancellationToken);
        }
        catch (Exception failure) when (failure is SmtpCommandException or SmtpProtocolException or ServiceNotAuthenticatedException)
        {
            throw Translate(failure);
        }

        // The message is taken: MailKit lets nothing that happens while parting throw.
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    // StartTls, not StartTlsWhenAvailable: an attacker on the path could remove the offer.
    private static SecureSocketOptions Protection(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };
}
