using System.Globalization;
using Cardea.Mail;

namespace Cardea.AspNetCore.Mail;

/// <summary>Checks templates at start, so a wrong template is found before a mail is needed.</summary>
internal static class MailTemplateRules
{
    private static readonly string[] LayoutPlaceholders = ["language", "subject", "service", "body"];
    private static readonly MailKind[] Kinds = Enum.GetValues<MailKind>();
    private static readonly string[] Changes = [.. Enum.GetValues<FactorChange>().Select(static change => change.Name)];
    private static readonly HashSet<string> Languages =
        CultureInfo.GetCultures(CultureTypes.AllCultures).Select(static culture => culture.Name).Where(static name => name.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The findings; each names the file and the fix.</summary>
    public static IEnumerable<string> Check(TemplateFiles files)
    {
        if (!files.HasDirectory)
        {
            return ["Cardea:MailTemplates must name a directory that exists: make it, or leave the setting out for the built-in templates."];
        }

        return files.All.OrderBy(static file => file.Path, StringComparer.Ordinal)
            .SelectMany(file => Check(file, files), static (file, finding) => $"Cardea:MailTemplates: {file.Location} {finding}");
    }

    private static IEnumerable<string> Check(TemplateFile file, TemplateFiles files)
    {
        if (file.Text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return ["is not in UTF-8: save it as such."];
        }

        if (file.Path == MailTemplates.Layout)
        {
            return CheckPlaceholders(file.Text, LayoutPlaceholders).Concat(CheckHas(file.Text, "body"));
        }

        if (file.Path.Split('/', '.') is not [var language, var name, var ending] || !Languages.Contains(language) || !Kinds.Any(kind => kind.Name == name))
        {
            return [$"takes the place of no template: its path must be {MailTemplates.Layout}, or a language such as de, with one of {string.Join(", ", Kinds.Select(static kind => kind.Name))}, and .txt or .html."];
        }

        var kind = Kinds.First(kind => kind.Name == name);
        var findings = CheckPlaceholders(file.Text, kind.Placeholders);
        findings = kind.Placeholders.Contains("link") ? findings.Concat(CheckHas(file.Text, "link")) : findings;
        return ending == "txt"
            ? CheckHead(new MailTemplate(file.Text), kind).Concat(findings)
            : findings.Concat(files.TryFind($"{language}/{name}.txt", out _) ? [] : [$"has no subject: put {name}.txt beside it, with the same as plain text."]);
    }

    private static IEnumerable<string> CheckHead(MailTemplate template, MailKind kind)
    {
        if (template.Head is not [(MailTemplate.SubjectLine, { Length: > 0 }), ..])
        {
            yield return $"must begin with a line '{MailTemplate.SubjectLine}: …'.";
        }

        if (template.Body.Length == 0)
        {
            yield return "has no text: it follows the head after a blank line.";
        }

        string[] phrases = kind == MailKind.FactorsChanged ? Changes : [];
        foreach (var (name, _) in template.Head.Skip(1).Where(line => !HeadLines(kind).Contains(line.Name) && !phrases.Contains(line.Name)))
        {
            yield return $"has '{name}' in its head, which means nothing there: put a blank line between head and text.";
        }

        foreach (var phrase in phrases.Where(phrase => template.Find(phrase) is null or "" || template.Find(phrase)!.Contains("{{", StringComparison.Ordinal)))
        {
            yield return $"must have a line '{phrase}: …' in its head, without placeholders, for what {{{{change}}}} says then.";
        }
    }

    private static string[] HeadLines(MailKind kind) =>
        kind.Placeholders.Contains("device") ? [MailTemplate.ButtonLine, MailTemplate.UnknownDeviceLine] : [MailTemplate.ButtonLine];

    private static IEnumerable<string> CheckPlaceholders(string text, IReadOnlyCollection<string> names) =>
        Placeholder.Unknown(text, names).Distinct(StringComparer.Ordinal)
            .Select(unknown => $"has '{unknown}', which is filled by nothing: there are {string.Join(", ", names.Select(static name => $"{{{{{name}}}}}"))}.");

    private static IEnumerable<string> CheckHas(string text, string name) =>
        text.Contains($"{{{{{name}}}}}", StringComparison.Ordinal) ? [] : [$"must have {{{{{name}}}}} somewhere."];
}
