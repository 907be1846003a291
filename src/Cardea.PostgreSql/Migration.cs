using System.Globalization;
using System.Text.RegularExpressions;

namespace Cardea.PostgreSql;

/// <summary>A numbered step of the schema: an SQL file in this assembly.</summary>
/// <param name="Version">Its number; the schema has this version afterwards.</param>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Statements">What it does.</param>
internal sealed partial record Migration(int Version, string Name, IReadOnlyList<string> Statements)
{
    private const string Folder = "Cardea.PostgreSql.Migrations.";
    private const string Ending = ".sql";

    /// <summary>All there are, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        .. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(static resource => resource.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load),
    ];

    private static Migration Load(string resource)
    {
        using var reader = new StreamReader(typeof(Migration).Assembly.GetManifestResourceStream(resource)!);
        var name = resource[Folder.Length..^Ending.Length];
        return new(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, StatementEnd.Split(reader.ReadToEnd()));
    }

    // An empty line ends a statement; inside the body of a function the next line is indented.
    [GeneratedRegex(@"(?<=;)\s*\n\r?\n(?=\S)")]
    private static partial Regex StatementEnd { get; }
}
