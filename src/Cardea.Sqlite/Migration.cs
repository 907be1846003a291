using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cardea.Sqlite;

/// <summary>A numbered step of the schema. It is an SQL file in this assembly.</summary>
/// <param name="Version">The version of the schema after this step.</param>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Sql">The statements of the file.</param>
/// <param name="Hash">The SHA-256 of its text, in hexadecimal.</param>
internal sealed record Migration(int Version, string Name, string Sql, string Hash)
{
    private const string Folder = "Cardea.Sqlite.Migrations.";
    private const string Ending = ".sql";

    /// <summary>All migrations, in order.</summary>
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

        // A checkout on Windows may have other line ends. It counts as the same text.
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        return new(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, sql, hash);
    }
}
