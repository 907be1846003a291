using System.Text.RegularExpressions;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>Quotes <c>docs/guides/sweeping.md</c>: what it tells people to run is what the tests run.</summary>
internal static partial class Guide
{
    /// <summary>The block of SQL that holds <paramref name="statement"/>.</summary>
    public static string Quote(string statement) =>
        Assert.Single(Block.Matches(Read()), block => block.Value.Contains(statement, StringComparison.Ordinal)).Groups["sql"].Value;

    private static string Read()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Cardea.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return File.ReadAllText(Path.Combine(directory.FullName, "docs", "guides", "sweeping.md"));
    }

    [GeneratedRegex("```sql\n(?<sql>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block { get; }
}
