using System.Text.RegularExpressions;

namespace Cardea.Repository.Tests;

/// <summary>How the source is cut and kept.</summary>
public sealed class SourceTests
{
    private static readonly string[] Roots = ["src", "tests", "samples"];

    [Fact]
    public void No_file_is_longer_than_three_hundred_lines() =>
        Assert.Empty(Sources().Where(static source => source.Lines > 300).Select(static source => $"{source.Path}: {source.Lines}"));

    [Fact]
    public void Half_the_files_fit_on_a_screen()
    {
        var lengths = Sources().Where(static source => source.Path.StartsWith("src/", StringComparison.Ordinal)).Select(static source => source.Lines).Order().ToArray();

        Assert.True(lengths[lengths.Length / 2] <= 60, $"The median file has {lengths[lengths.Length / 2]} lines.");
    }

    [Fact]
    public void Findings_are_solved_not_silenced() =>
        Assert.Empty(Containing("#pragma", "SuppressMessage", "NoWarn", "TODO", "FIXME", "HACK", "NotImplementedException", "Skip ="));

    [Fact]
    public void Whatever_repeats_in_the_background_survives_its_errors()
    {
        // An exception that leaves a BackgroundService of its own stops the host, or the work for good.
        Assert.Equal(["src/Cardea.Validation/Hosting/RepeatingService.cs"], DerivedFrom("BackgroundService"));
        Assert.All(
            DerivedFrom("IHostedService", "IHostedLifecycleService"),
            static path => Assert.DoesNotMatch(@"\bwhile \(|\bfor \(|PeriodicTimer|CreateTimer", Repository.Read(path)));
    }

    [Fact]
    public void Every_migration_is_headed_by_its_why() =>
        Assert.All(
            Repository.Files("src", "*.sql"),
            static path => Assert.StartsWith("-- ", Repository.Read(path), StringComparison.Ordinal));

    [Fact]
    public void The_architecture_fits_in_a_sitting() =>
        Assert.True(Repository.Read("docs/architecture.md").Split('\n').Length <= 121);

    private static IEnumerable<string> DerivedFrom(params string[] types) =>
        Repository.Files("src", "*.cs").Where(path => types.Any(type => Regex.IsMatch(Repository.Read(path), $@"(?s)class \w+[^{{;]*:[^{{;]*\b{type}\b")));

    private static IEnumerable<(string Path, int Lines)> Sources() =>
        Roots.SelectMany(static root => Repository.Files(root, "*.cs"))
            .Select(static path => (path, Repository.Read(path).AsSpan().TrimEnd().Count('\n') + 1));

    private static IEnumerable<string> Containing(params string[] words) =>
        Roots.SelectMany(static root => Repository.Files(root, "*.cs*"))
            .Where(static path => !path.EndsWith(nameof(SourceTests) + ".cs", StringComparison.Ordinal))
            .SelectMany(path => words.Where(word => Repository.Read(path).Contains(word, StringComparison.Ordinal)).Select(word => $"{path}: {word}"));
}
