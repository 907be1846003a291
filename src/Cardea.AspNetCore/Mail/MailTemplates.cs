using System.Globalization;
using Cardea.Mail;

namespace Cardea.AspNetCore.Mail;

/// <summary>Writes mails from their templates.</summary>
/// <exception cref="SetupException">A file of <see cref="CardeaOptions.MailTemplates"/> can't be read.</exception>
internal sealed class MailTemplates(CardeaOptions options)
{
    public const string Layout = "layout.html";
    private const string LanguageOfAll = "en";

    private readonly TemplateFiles _files = new(options.MailTemplates);

    /// <summary>The languages that have a template, by the tag of each culture whose people read them: <c>de-AT</c> has <c>de</c>.</summary>
    public IReadOnlyDictionary<string, string> Languages => field ??= Read(_files.Languages);

    /// <summary>The faults of the templates; empty if there are none.</summary>
    public IEnumerable<string> Check() => MailTemplateRules.Check(_files);

    /// <summary>Writes a mail.</summary>
    /// <param name="kind">The kind of mail.</param>
    /// <param name="to">The address; null for the address that the recipient has when the mail is sent.</param>
    /// <param name="language">One of <see cref="Languages"/>; null for English. If it lacks the template, a more general language or English is used.</param>
    /// <param name="values">The values by name: all that <see cref="MailVocabulary"/> lists for this kind.</param>
    /// <exception cref="ArgumentException">A value is missing.</exception>
    public MailMessage Render(MailKind kind, string? to, string? language, IReadOnlyDictionary<string, string> values)
    {
        var written = FindLanguage(kind, language);
        var template = new MailTemplate(Find($"{written}/{kind.Name}.txt").Text);
        var lines = kind.Placeholders.ToDictionary(static name => name, name => Line(template, name, values), StringComparer.Ordinal);
        var subject = Placeholder.Fill(template.Subject, name => lines[name]);
        return new()
        {
            To = to,
            Subject = subject,
            Text = Placeholder.Fill(template.Body, name => lines[name]) + "\n",
            Html = _files.TryFind($"{written}/{kind.Name}.html", out var own)
                ? Placeholder.Fill(own.Text, Encoded)
                : Placeholder.Fill(Find(Layout).Text, name => name switch
                {
                    "language" => written,
                    "subject" => MailHtml.Encode(subject),
                    "body" => MailHtml.Body(template, Encoded),
                    _ => Encoded(name),
                }),
        };

        string Encoded(string name) => MailHtml.Encode(lines[name]);
    }

    private static string Line(MailTemplate template, string name, IReadOnlyDictionary<string, string> values)
    {
        if (!values.TryGetValue(name, out var value))
        {
            throw new ArgumentException($"The mail has no value for '{name}'.", nameof(values));
        }

        return name switch
        {
            "link" => MailText.OneLine(value),
            "change" => template.Find(value) ?? MailText.Quote(value),
            "device" when value.Length == 0 => template.Find(MailTemplate.UnknownDeviceLine) ?? "?",
            _ => MailText.Quote(value),
        };
    }

    private string FindLanguage(MailKind kind, string? language)
    {
        // The name of a directory of ours, so no caller can choose the culture.
        for (var culture = CultureInfo.GetCultureInfo(language ?? LanguageOfAll); culture.Name.Length > 0; culture = culture.Parent)
        {
            if (_files.TryFind($"{culture.Name}/{kind.Name}.txt", out _))
            {
                return culture.Name;
            }
        }

        return LanguageOfAll;
    }

    // .NET knows a few hundred cultures. zh-CN is none of those that it lists, which have zh-Hans-CN.
    private static Dictionary<string, string> Read(HashSet<string> written)
    {
        var languages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in CultureInfo.GetCultures(CultureTypes.AllCultures).SelectMany(static culture => NamesOf(culture.Name)).Distinct(StringComparer.Ordinal))
        {
            for (var nearest = CultureInfo.GetCultureInfo(name); nearest.Name.Length > 0; nearest = nearest.Parent)
            {
                if (written.TryGetValue(nearest.Name, out var language))
                {
                    languages[name] = language;
                    break;
                }
            }
        }

        return languages;
    }

    private static string[] NamesOf(string culture) =>
        culture.Split('-') is [var language, { Length: 4 }, var country] ? [culture, $"{language}-{country}"] : [culture];

    private TemplateFile Find(string path) =>
        _files.TryFind(path, out var file) ? file : throw new InvalidOperationException($"There is no mail template {path}.");
}
