using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Mail;
using Cardea.Mail;

namespace Cardea.Tests.Mail;

/// <summary>Mails to test with.</summary>
internal static class Mails
{
    public const string Link = "https://id.example.org/account/reset-password#Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6";

    public static MailMessage One(string to = "ada@example.org", string subject = "Choose a new password") => new()
    {
        To = to,
        Subject = subject,
        Text = $"Wählen Sie es hier:\n\n{Link}\n",
        Html = $"<p>Wählen Sie es hier:</p>\n<p><a href=\"{Link}\">{Link}</a></p>\n",
    };

    public static Dictionary<string, string> Values(MailKind kind) =>
        kind.Placeholders.ToDictionary(static name => name, static name => name == "link" ? Link : $"the {name}", StringComparer.Ordinal);

    public static MailMessage Render(this MailTemplates templates, MailKind kind, string culture, params ReadOnlySpan<(string Name, string Value)> changes)
    {
        var values = Values(kind);
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        return templates.Render(kind, "ada@example.org", RequestLanguage.Nearest(culture, templates.Languages), values);
    }
}
