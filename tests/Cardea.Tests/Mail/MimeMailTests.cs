using System.Text;
using Cardea.AspNetCore.Mail;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Cardea.Tests.Mail;

public sealed class MimeMailTests
{
    private static readonly string[] Expected = ["Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "MIME-Version", "Subject", "To"];

    private readonly CardeaOptions _options = new();
    private readonly FakeTimeProvider _clock = new(new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private string _wire = "";
    private bool _international;

    public MimeMailTests() => _options.Smtp.From = "Beispiel <no-reply@b\u00FCcher.example>";

    [Fact]
    public void A_mail_says_who_sent_it_when_and_that_a_machine_did()
    {
        using var mail = Write("ada@example.org", "Choose a new password");

        Assert.Contains("From: Beispiel <no-reply@xn--bcher-kva.example>", Head());
        Assert.Contains("To: ada@example.org", Head());
        Assert.Equal(_clock.GetUtcNow(), mail.Date);
        Assert.Contains(Head(), static line => line.StartsWith("Message-Id: <", StringComparison.Ordinal) && line.EndsWith("@xn--bcher-kva.example>", StringComparison.Ordinal));
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal(Expected, Fields());
    }

    [Theory]
    [InlineData("no-reply@example.org", "")]
    [InlineData("Example <no-reply@example.org>", "Example")]
    [InlineData("<no-reply@example.org>", "")]
    [InlineData("Example.org <no-reply@example.org>", "Example.org")]
    [InlineData("The Example <no-reply@example.org>", "The Example")]
    [InlineData("\"Example, Inc.\" <no-reply@example.org>", "Example, Inc.")]
    [InlineData("B\u00FCcher & M\u00F6bel <no-reply@example.org>", "B\u00FCcher & M\u00F6bel")]
    public void A_sender_that_the_settings_take_is_one(string from, string name)
    {
        _options.Issuer = _options.Audience = "https://id.example.org";
        _options.Smtp.From = from;
        Assert.Empty(CardeaOptionsRules.Check(_options));

        using var mail = Write("ada@example.org", "A");

        var sender = Assert.Single(mail.From.Mailboxes);
        Assert.Equal((name, "no-reply@example.org"), (sender.Name ?? "", sender.Address));
    }

    [Fact]
    public void No_two_mails_have_one_id()
    {
        using var one = Write("ada@example.org", "A");
        using var other = Write("ada@example.org", "A");

        Assert.NotEqual(one.MessageId, other.MessageId);
    }

    [Fact]
    public void It_has_the_same_as_text_and_as_html()
    {
        using var mail = Write("ada@example.org", "Choose a new password");

        var body = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain", "text/html"], body.Select(static part => part.ContentType.MimeType));
        Assert.All(body, static part => Assert.Equal("utf-8", part.ContentType.Charset));
        Assert.Equal(Mails.One().Text, mail.TextBody);
        Assert.Equal(Mails.One().Html, mail.HtmlBody);
    }

    [Theory]
    [InlineData("Hello\r\nBcc: eve@example.org")]
    [InlineData("Hello\nBcc: eve@example.org")]
    [InlineData("Hello\rBcc: eve@example.org")]
    [InlineData("Hello\r\n\r\n<p>Click here")]
    [InlineData("Hello\0\u2028\u0085Bcc: eve@example.org")]
    [InlineData("=?utf-8?q?Hello=0D=0ABcc:_eve@example.org?=")]
    public void A_subject_can_add_no_header(string subject)
    {
        using var mail = Write("ada@example.org", subject);

        Assert.Equal(Expected, Fields());
        Assert.Empty(mail.Bcc);
        Assert.Equal(Mails.One().Text, mail.TextBody);
    }

    [Theory]
    [InlineData("ada@example.org\r\nBcc: eve@example.org")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("ada@example.org,eve@example.org")]
    [InlineData("ada@example.org; eve@example.org")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@example.org eve@example.org")]
    [InlineData("ada@example.org> NOTIFY=NEVER")]
    [InlineData("group: ada@example.org, eve@example.org;")]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.org")]
    [InlineData("")]
    public void What_is_more_or_less_than_an_address_gets_no_mail(string to)
    {
        var refusal = Assert.Throws<MailRefusedException>(() => Write(to, "Hello"));

        Assert.DoesNotContain("ada@", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@b\u00FCcher.example", "ada@xn--bcher-kva.example", false)]
    [InlineData("\u30E6\u30FC\u30B6\u30FC@example.org", "\u30E6\u30FC\u30B6\u30FC@example.org", true)]
    [InlineData("j\u00F6rg@b\u00FCcher.example", "j\u00F6rg@b\u00FCcher.example", true)]
    public void An_address_is_written_in_ascii_where_it_can_be(string to, string written, bool international)
    {
        using var mail = Write(to, "Hello");

        Assert.Contains($"To: {written}", Head());
        Assert.Equal(to, Assert.Single(mail.To.Mailboxes).Address);
        Assert.Equal(international, _international);
    }

    // As a server sees it: a line that begins with a space goes on with the one before.
    private string[] Head() => _wire.Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n");

    private IEnumerable<string> Fields() => Head().Select(static line => line.Split(':')[0]).Order(StringComparer.OrdinalIgnoreCase);

    private MimeMessage Write(string to, string subject)
    {
        using var mail = MimeMail.Write(Mails.One(to, subject), _options, _clock);
        var format = MimeMail.Format(mail);
        _international = format.International;
        using var wire = new MemoryStream();
        mail.WriteTo(format, wire);
        _wire = Encoding.UTF8.GetString(wire.ToArray());
        wire.Position = 0;
        return MimeMessage.Load(wire);
    }
}
