using System.Text.RegularExpressions;

namespace Cardea.Repository.Tests;

/// <summary>
/// The slices (folders) of a project use each other in one direction. If two slices use each other, a piece of code lies in the
/// wrong one.
/// </summary>
public sealed partial class CircleTests
{
    [Fact]
    public void No_slices_use_each_other_in_a_circle() => Assert.Empty(Projects().SelectMany(CirclesIn));

    [Theory]
    [InlineData("a>b b>c", "")]
    [InlineData("a>b b>a", "a b")]
    [InlineData("a>b b>c c>a c>d d>e", "a b c")]
    [InlineData("a>b b>a c>d d>c", "a b, c d")]
    public void A_circle_is_found(string uses, string circles)
    {
        var edges = uses.Split(' ').Select(static use => use.Split('>')).ToLookup(static use => use[0], static use => use[1], StringComparer.Ordinal);

        Assert.Equal(circles, string.Join(", ", Circles(edges)));
    }

    private static IEnumerable<string> Projects() =>
        Repository.Files("src", "*.csproj").Select(static path => Path.GetFileNameWithoutExtension(path));

    private static IEnumerable<string> CirclesIn(string project)
    {
        var uses = Repository.Files($"src/{project}", "*.cs")
            .Select(path => (Slice: SliceOf(project, path), Text: Repository.Read(path)))
            .Where(static file => file.Slice is not null)
            .SelectMany(file => Using().Matches(file.Text)
                .Select(match => match.Groups[1].Value)
                .Where(used => used.StartsWith(project + ".", StringComparison.Ordinal))
                .Select(used => (file.Slice, Used: used[(project.Length + 1)..].Split('.')[0])))
            .Where(static use => use.Slice != use.Used)
            .Distinct();
        return Circles(uses.ToLookup(static use => use.Slice!, static use => use.Used, StringComparer.Ordinal)).Select(circle => $"{project}: {circle}");
    }

    private static string? SliceOf(string project, string path) =>
        path.Split('/') is ["src", var owner, var slice, _, ..] && owner == project ? slice : null;

    // The slices that reach each other, as one text for each circle.
    private static IEnumerable<string> Circles(ILookup<string, string> uses)
    {
        var reached = uses.ToDictionary(static slice => slice.Key, slice => Reach(slice.Key, uses), StringComparer.Ordinal);
        return uses.Select(static slice => slice.Key)
            .Select(slice => string.Join(' ', reached.Where(other => reached[slice].Contains(other.Key) && other.Value.Contains(slice)).Select(static other => other.Key).Order(StringComparer.Ordinal)))
            .Where(static circle => circle.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }

    private static HashSet<string> Reach(string slice, ILookup<string, string> uses)
    {
        HashSet<string> reached = new(StringComparer.Ordinal);
        Stack<string> next = new([slice]);
        while (next.TryPop(out var one))
        {
            foreach (var used in uses[one].Where(reached.Add))
            {
                next.Push(used);
            }
        }

        return reached;
    }

    [GeneratedRegex(@"^using (?:static )?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
