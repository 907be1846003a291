using Cardea.AspNetCore.Mail;
using Cardea.Mail;

namespace Cardea.Tests.Mail;

public sealed class MailTemplatesTests
{
    private readonly MailTemplates _templates = new(new());

    public static MatrixTheoryData<string, string> All => new(["en", "de"], Enum.GetNames<MailKind>());

    [Theory]
    [MemberData(nameof(All))]
    public void Every_mail_has_all_of_its_values_in_every_language(string language, string name)
    {
        var kind = Enum.Parse<MailKind>(name);

        var mail = _templates.Render(kind, language);

        Assert.Equal("ada@example.org", mail.To);
        Assert.Contains("the service", mail.Subject, StringComparison.Ordinal);
        Assert.All(Mails.Values(kind).Values, value => Assert.Contains(value, mail.Text, StringComparison.Ordinal));
        Assert.All(Mails.Values(kind).Values, value => Assert.Contains(value, mail.Html, StringComparison.Ordinal));
        Assert.All((string[])[mail.Subject, mail.Text, mail.Html], static text => Assert.DoesNotMatch(@"\{\{|\}\}", text));
        Assert.Contains($"<html lang=\"{language}\"", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void No_mail_loads_anything_from_elsewhere() =>
        Assert.All(Enum.GetValues<MailKind>(), kind => Assert.DoesNotMatch("<img|<link|<script|url\\(|@import|src=", _templates.Render(kind, "en").Html));

    [Fact]
    public void Languages_differ()
    {
        Assert.All(Enum.GetValues<MailKind>(), kind => Assert.NotEqual(_templates.Render(kind, "en").Subject, _templates.Render(kind, "de").Subject));
        Assert.All(Enum.GetValues<MailKind>(), kind => Assert.NotEqual(_templates.Render(kind, "en").Text, _templates.Render(kind, "de").Text));
    }

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("de-Latn-CH", "de")]
    [InlineData("en-GB", "en")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    public void The_nearest_language_is_taken_or_else_English(string culture, string language) =>
        Assert.Equal(_templates.Render(MailKind.NewDevice, language).Html, _templates.Render(MailKind.NewDevice, culture).Html);

    [Fact]
    public void The_link_is_a_button_and_can_be_read()
    {
        var html = _templates.Render(MailKind.ResetPassword, "en").Html;

        Assert.Contains($"<a class=\"button\" href=\"{Mails.Link}\">Choose a new password</a>", html, StringComparison.Ordinal);
        Assert.Contains($">{Mails.Link}<", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_device_is_text()
    {
        const string Hostile = "<script>alert(\"1\")</script>' onload='x' & {{address}}\r\n\r\nClick here: \u202E";

        var mail = _templates.Render(MailKind.NewDevice, "en", ("device", Hostile), ("service", "A\r\nBcc: eve@example.org"));

        Assert.Contains("\nDevice: <script>alert(\"1\")</script>' onload='x' & {{address}}    Click here:\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#x27; onload=&#x27;x&#x27; &amp; {{address}}    Click here:<br>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("New sign-in to A  Bcc: eve@example.org", mail.Subject);
    }

    [Fact]
    public void A_hostile_link_stays_in_its_attribute()
    {
        var html = _templates.Render(MailKind.SignInLink, "en", ("link", "https://id.example.org/\" onclick=\"x")).Html;

        Assert.Contains("href=\"https://id.example.org/&quot; onclick=&quot;x\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stranger_who_guesses_addresses_can_write_nothing_into_the_mail() =>
        Assert.All(
            (MailKind[])[MailKind.VerifyEmail, MailKind.ResetPassword, MailKind.SignInLink, MailKind.ChangeEmail, MailKind.AddressTaken],
            static kind => Assert.DoesNotContain("device", kind.Placeholders));

    [Fact]
    public void A_long_link_is_whole_and_a_long_device_is_cut()
    {
        var link = "https://id.example.org/" + new string('x', 900);

        Assert.Contains($"\n{link}\n", _templates.Render(MailKind.VerifyEmail, "en", ("link", link)).Text, StringComparison.Ordinal);
        Assert.Contains("xxx…\n", _templates.Render(MailKind.NewDevice, "en", ("device", link)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "A passkey was added.")]
    [InlineData("de", "Ein Passkey wurde hinzugefügt.")]
    public void What_changed_is_said_in_the_language_of_the_mail(string language, string sentence) =>
        Assert.Contains(sentence, _templates.Render(MailKind.FactorsChanged, language, ("change", FactorChange.PasskeyAdded.Name)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("service")]
    [InlineData("time")]
    [InlineData("device")]
    [InlineData("address")]
    public void A_value_that_is_missing_is_a_bug(string name)
    {
        var values = Mails.Values(MailKind.NewDevice);
        values.Remove(name);

        Assert.Throws<ArgumentException>("values", () => _templates.Render(MailKind.NewDevice, "ada@example.org", language: null, values));
    }
}
