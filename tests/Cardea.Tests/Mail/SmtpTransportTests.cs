using Cardea.AspNetCore.Mail;
using MailKit;
using MailKit.Net.Smtp;

namespace Cardea.Tests.Mail;

public sealed class SmtpTransportTests
{
    private const string Words = "5.1.1 <ada@example.org>: unknown";

    [Theory]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 553)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 552)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 554)]
    [InlineData(SmtpErrorCode.UnexpectedStatusCode, 554)]
    public void A_recipient_or_message_refused_for_good_is_not_tried_again(SmtpErrorCode code, int status) =>
        Assert.IsType<MailRefusedException>(Translate(code, status));

    [Theory]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 450)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 451)]
    [InlineData(SmtpErrorCode.UnexpectedStatusCode, 421)]
    [InlineData(SmtpErrorCode.SenderNotAccepted, 550)]
    public void What_may_pass_is_tried_again(SmtpErrorCode code, int status)
    {
        var failure = Assert.IsType<SmtpCommandException>(Translate(code, status));

        Assert.Equal((code, status), (failure.ErrorCode, (int)failure.StatusCode));
    }

    [Fact]
    public void A_dialogue_that_breaks_off_is_tried_again_without_the_words_of_the_server()
    {
        AssertSilent(Assert.IsType<SmtpProtocolException>(SmtpTransport.Translate(new SmtpProtocolException(Words))));
        AssertSilent(Assert.IsType<ServiceNotAuthenticatedException>(SmtpTransport.Translate(new ServiceNotAuthenticatedException(Words))));
    }

    private static Exception Translate(SmtpErrorCode code, int status)
    {
        var failure = SmtpTransport.Translate(new SmtpCommandException(code, (SmtpStatusCode)status, new("", "ada@example.org"), Words));
        Assert.Contains($"{status}", failure.Message, StringComparison.Ordinal);
        AssertSilent(failure);
        return failure;
    }

    private static void AssertSilent(Exception failure) => Assert.DoesNotContain("ada@example.org", failure.ToString(), StringComparison.Ordinal);
}
