using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Cardea.PostgreSql;

/// <summary>An SQL file in this assembly.</summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Statements">The statements of the file.</param>
/// <param name="Hash">The SHA-256 of its text, in hexadecimal.</param>
internal sealed partial record SchemaFile(string Name, IReadOnlyList<string> Statements, string Hash)
{
    private const string Root = "Cardea.PostgreSql";
    private const string Ending = ".sql";

    /// <summary>The migrations, in order. After the first n of them, the schema has version n.</summary>
    public static IReadOnlyList<SchemaFile> Migrations { get; } = Load("Migrations");

    /// <summary>The functions, procedures and views. Each file replaces the previous version.</summary>
    public static IReadOnlyList<SchemaFile> Functions { get; } = Load("Functions");

    /// <summary>A hash of all functions.</summary>
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

        // A checkout on Windows may have other line ends. It counts as the same text.
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new(name, StatementEnd.Split(text), HashOf(text));
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // An empty line ends a statement, unless the next line is indented, as in the body of a function.
    [GeneratedRegex(@"(?<=;)\s*\n\n(?=\S)")]
    private static partial Regex StatementEnd { get; }
}
