using System.Text.RegularExpressions;
using Cardea.AspNetCore.Settings;
using Cardea.Pages.Settings;
using Cardea.Providers.Settings;
using Cardea.Server;

namespace Cardea.Repository.Tests;

/// <summary>The documentation says what the code has.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Snippets_are_quoted_from_the_samples()
    {
        var snippets = Pages().SelectMany(static page => SnippetPattern().Matches(Repository.Read(page)).Select(match => (page, match))).ToArray();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, static snippet => Assert.Equal(
            Region(snippet.match.Groups["file"].Value, snippet.match.Groups["region"].Value),
            snippet.match.Groups["code"].Value.Trim()));
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var broken = Pages().SelectMany(static page => LinkPattern().Matches(Repository.Read(page))
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target)))
            .Select(target => $"{page}: {target}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_test_that_the_threat_model_names_is_there()
    {
        var tests = Repository.Files("tests", "*.cs").SelectMany(static path => TestClassPattern().Matches(Repository.Read(path))).Select(static match => match.Groups["name"].Value);

        Assert.Empty(TestNamePattern().Matches(Repository.Read("docs/threat-model.md")).Select(static match => match.Groups["name"].Value).Except(tests, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_setting_is_in_the_configuration_reference()
    {
        var reference = Repository.Read("docs/reference/configuration.md");

        Assert.All(Settings(), setting => Assert.Contains($"`{setting}`", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_in_the_configuration_reference_is_there() =>
        Assert.Empty(SettingPattern().Matches(Repository.Read("docs/reference/configuration.md"))
            .Select(static match => match.Groups["name"].Value)
            .Except(Settings(), StringComparer.Ordinal));

    [Fact]
    public void Every_problem_code_is_in_the_http_reference()
    {
        var codes = Repository.Files("src", "*.cs")
            .Where(static path => path.Contains("/Problems/", StringComparison.Ordinal) && !path.EndsWith("OAuthError.cs", StringComparison.Ordinal))
            .SelectMany(static path => CodePattern().Matches(Repository.Read(path)))
            .Select(static match => match.Groups["code"].Value)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var reference = Repository.Read("docs/reference/http.md");

        Assert.Contains("session_ended", codes);
        Assert.All(codes, code => Assert.Contains($"`{code}`", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_verb_is_in_the_command_reference()
    {
        var reference = Repository.Read("docs/reference/command-line.md");
        var verbs = Repository.Files("src/Cardea.Server/Commands", "*Command.cs")
            .SelectMany(static path => VerbPattern().Matches(Repository.Read(path)))
            .Select(static match => match.Groups["verb"].Value);

        Assert.All(verbs, verb => Assert.Matches($@"`cardea( \w+)* {verb}\b", reference));
    }

    [Fact]
    public void Every_metric_and_log_event_is_in_the_telemetry_reference()
    {
        var reference = Repository.Read("docs/reference/telemetry.md");
        var sources = Repository.Files("src", "*.cs").Select(Repository.Read).ToArray();

        Assert.All(
            sources.SelectMany(static source => MetricPattern().Matches(source)),
            match => Assert.Contains($"`{match.Groups["metric"].Value}`", reference, StringComparison.Ordinal));
        Assert.All(
            sources.SelectMany(static source => EventPattern().Matches(source)),
            match => Assert.Matches($@"(?m)^\|[\d, ]*\b{match.Groups["id"].Value}\b", reference));
    }

    [Fact]
    public void Every_mail_is_in_the_guide_with_its_placeholders()
    {
        var guide = Repository.Read("docs/guides/mail.md").Split('\n');

        Assert.All(Repository.Files("src/Cardea.AspNetCore/Mail/Templates/en", "*.txt"), path =>
        {
            var row = Assert.Single(guide, line => line.StartsWith($"| `{Path.GetFileNameWithoutExtension(path)}` |", StringComparison.Ordinal));
            Assert.All(PlaceholderPattern().Matches(Repository.Read(path)).Select(static match => match.Value), placeholder => Assert.Contains($"`{placeholder}`", row, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_readme_has_the_two_commands()
    {
        Assert.Contains("\ndotnet run --project src/Cardea.Server\n", Repository.Read("README.md"), StringComparison.Ordinal);
        Assert.Contains("\n./test\n", Repository.Read("README.md"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Pages() =>
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", .. Repository.Files("docs", "*.md")];

    private static IEnumerable<string> Settings() => CardeaSettings.All.Concat(ServerSettings.All).Concat(ProviderSettings.All).Concat(PageSettings.All).Select(static setting => setting.Variable);

    // A region of a file, or all of it.
    private static string Region(string file, string region)
    {
        if (region.Length == 0)
        {
            return Repository.Read(file).Trim();
        }

        var match = Regex.Match(Repository.Read(file), $@"#region {Regex.Escape(region)}\r?\n(?<code>.*?)#endregion", RegexOptions.Singleline);
        Assert.True(match.Success, $"{file} has no region '{region}'.");
        return match.Groups["code"].Value.Trim();
    }

    [GeneratedRegex(@"<!-- snippet: (?<file>[^\s#]+)#?(?<region>\S*) -->\s*```\w+\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex SnippetPattern();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("`(?<name>Cardea__[A-Za-z0-9_<>]+)`")]
    private static partial Regex SettingPattern();

    [GeneratedRegex(@"""(?<code>[a-z]+(_[a-z]+)+|forbidden|unavailable|overloaded)""")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"""(?<metric>cardea\.[a-z.]+)""")]
    private static partial Regex MetricPattern();

    [GeneratedRegex(@"\{\{\w+\}\}")]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex(@"EventId = (?<id>\d+)")]
    private static partial Regex EventPattern();

    [GeneratedRegex(@"\bclass (?<name>\w+Tests)\b")]
    private static partial Regex TestClassPattern();

    [GeneratedRegex(@"`(?<name>\w+Tests)`")]
    private static partial Regex TestNamePattern();

    [GeneratedRegex(@"Command \w+ = new\(""(?<verb>\w+)""")]
    private static partial Regex VerbPattern();
}
