using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Cardea.PostgreSql;

/// <summary>An SQL file in this assembly.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Statements">What it does.</param>
/// <param name="Hash">The SHA-256 of its text, in hexadecimal.</param>
internal sealed partial record SchemaFile(string Name, IReadOnlyList<string> Statements, string Hash)
{
    private const string Root = "Cardea.PostgreSql";
    private const string Ending = ".sql";

    /// <summary>The migrations, in order: the schema has version n after the first n.</summary>
    public static IReadOnlyList<SchemaFile> Migrations { get; } = Load("Migrations");

    /// <summary>The functions, procedures and views. Each replaces what there was of its name.</summary>
    public static IReadOnlyList<SchemaFile> Functions { get; } = Load("Functions");

    /// <summary>A hash over all functions.</summary>
    public static string FunctionsHash { get; } = HashOf(string.Concat(Functions.Select(static file => $"{file.Name} {file.Hash}\n")));

    private static SchemaFile[] Load(string folder)
    {
        var prefix = $"{Root}.{folder}.";
        return
        [
            .. typeof(SchemaFile).Assembly.GetManifestResourceNames()
                .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(resource => Load(resource, resource[prefix.Length..^Ending.Length])),
        ];
    }

    private static SchemaFile Load(string resource, string name)
    {
        using var reader = new StreamReader(typeof(SchemaFile).Assembly.GetManifestResourceStream(resource)!);

        // A checkout on Windows may have other line ends, and is the same file.
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new(name, StatementEnd.Split(text), HashOf(text));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // An empty line ends a statement; inside the body of a function the next line is indented.
    [GeneratedRegex(@"(?<=;)\s*\n\n(?=\S)")]
    private static partial Regex StatementEnd { get; }
}
