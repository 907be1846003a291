using System.Text;
using Cardea.AspNetCore.Mail;
using Cardea.Mail;

namespace Cardea.Tests.Mail;

public sealed class MailTemplateDirectoryTests : IDisposable
{
    private const string Text = "Subject: Nouveau mot de passe pour {{service}}\n\nChoisissez-le ici :\n{{link}}\n";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_built_in_templates_are_in_order() => Assert.Empty(new MailTemplates(new()).Check());

    [Fact]
    public void A_language_can_be_added_mail_by_mail()
    {
        Write("fr/reset-password.txt", Text);

        var templates = Templates();

        Assert.Empty(templates.Check());
        var mail = templates.Render(MailKind.ResetPassword, "fr-CA");
        Assert.Equal("Nouveau mot de passe pour the service", mail.Subject);
        Assert.Equal($"Choisissez-le ici :\n{Mails.Link}\n", mail.Text);
        Assert.Contains("<html lang=\"fr\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains($"<p>Choisissez-le ici :</p>\n<p><a class=\"button\" href=\"{Mails.Link}\">Nouveau mot de passe pour the service</a>", mail.Html, StringComparison.Ordinal);
        Assert.StartsWith("Confirm", templates.Render(MailKind.VerifyEmail, "fr").Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_takes_the_place_of_the_built_in_one()
    {
        Write("de/reset-password.txt", Text);
        Write("layout.html", "<b>{{service}}</b>{{body}}");
        Write("en/new-device.html", "<i>{{device}}</i>");

        var templates = Templates();

        Assert.Empty(templates.Check());
        Assert.StartsWith("Nouveau", templates.Render(MailKind.ResetPassword, "de").Subject, StringComparison.Ordinal);
        Assert.StartsWith("<b>the service</b><p>", templates.Render(MailKind.ResetPassword, "de").Html, StringComparison.Ordinal);
        Assert.Equal("<i>&lt;b&gt;</i>", templates.Render(MailKind.NewDevice, "en", ("device", "<b>")).Html);
        Assert.StartsWith("Your account", templates.Render(MailKind.NewDevice, "en").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_may_end_as_on_Windows()
    {
        Write("en/reset-password.txt", "\uFEFF" + Text.ReplaceLineEndings("\r\n"));

        Assert.Empty(Templates().Check());
        Assert.Equal($"Choisissez-le ici :\n{Mails.Link}\n", Templates().Render(MailKind.ResetPassword, "en").Text);
    }

    [Fact]
    public void What_is_hidden_or_no_template_is_left_alone()
    {
        Write("..2026_03_04/fr/reset-password.txt", "x");
        Write("README.md", "x");

        Assert.Empty(Templates().Check());
    }

    [Fact]
    public void A_directory_that_is_not_there_is_found()
    {
        _directory.Create();

        Assert.StartsWith("Cardea:MailTemplates must", Assert.Single(new MailTemplates(new() { MailTemplates = Path.Combine(_directory.FullName, "none") }).Check()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fr/reset-password.txt", "Hello\n\n{{link}}", "Subject")]
    [InlineData("fr/reset-password.txt", "Subject:\n\n{{link}}", "Subject")]
    [InlineData("fr/reset-password.txt", "\nSubject: Hello\n\n{{link}}", "Subject")]
    [InlineData("fr/reset-password.txt", "Button: Go\nSubject: Hello\n\n{{link}}", "Subject")]
    [InlineData("fr/reset-password.txt", "Subject: Hello\nGo on: {{link}}", "no text")]
    [InlineData("fr/reset-password.txt", "Subject: Hello\nGo on:\n\n{{link}}", "'Go on'")]
    [InlineData("fr/reset-password.txt", "Subject: Hello\n\nGo on", "{{link}}")]
    [InlineData("fr/reset-password.txt", "Subject: Hello\n\n{{link}} {{device}}", "'{{device}}'")]
    [InlineData("fr/reset-password.txt", "Subject: {{Service}}\n\n{{link}}", "'{{Service}}'")]
    [InlineData("fr/reset-password.txt", "Subject: Hello\n\n{{link}} {{ service }}", "'{{ service }}'")]
    [InlineData("fr/reset-password.txt", "Subject: Hello\n\n{{link}} {{service", "'{{'")]
    [InlineData("fr/reset-password.txt", "Subject: Hello\n\n{{link}} service}}", "'}}'")]
    [InlineData("fr/reset-password.html", "{{link}}", "reset-password.txt")]
    [InlineData("de/reset-password.html", "<a>", "{{link}}")]
    [InlineData("de/reset-password.html", "{{link}}{{body}}", "'{{body}}'")]
    [InlineData("de/factors-changed.txt", "Subject: Hello\n\n{{change}}", "passkey-added: ")]
    [InlineData("layout.html", "<p>", "{{body}}")]
    [InlineData("layout.html", "{{body}}{{link}}", "'{{link}}'")]
    [InlineData("fr/reset_password.txt", "Subject: Hello\n\n{{link}}", "reset-password")]
    [InlineData("french/reset-password.txt", "Subject: Hello\n\n{{link}}", "reset-password")]
    [InlineData("reset-password.txt", "Subject: Hello\n\n{{link}}", "reset-password")]
    [InlineData("fr/layout.html", "{{body}}", "layout.html")]
    public void What_is_wrong_is_found_by_its_file(string path, string text, string named)
    {
        Write(path, text);

        Assert.Contains(Templates().Check(), finding =>
            finding.StartsWith($"Cardea:MailTemplates: {Path.Combine(_directory.FullName, path)} ", StringComparison.Ordinal)
            && finding.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Letters_of_another_encoding_are_found()
    {
        Write("de/reset-password.txt", "Subject: Neues Passwort wählen\n\n{{link}}", Encoding.Latin1);

        Assert.Contains("UTF-8", Assert.Single(Templates().Check()), StringComparison.Ordinal);
    }

    private MailTemplates Templates() => new(new() { MailTemplates = _directory.FullName });

    private void Write(string path, string text, Encoding? encoding = null)
    {
        var file = Path.Combine(_directory.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
